import { Signal } from '../../../kernel/signal.ts';
import type { ServerId } from '../../ids.ts';
import type { PhoneTables } from '../channelDriver.ts';
import type { ChannelDriver, PhoneNeeds } from '../joinDriver.ts';
import { ContactStores } from '../registrar/contactStores.ts';
import { Devices } from '../devices.ts';
import { RegContexts } from '../registrar/regcontext.ts';
import { Registrar } from '../registrar/registrar.ts';
import { Registrations } from '../registrar/registrations.ts';
import type { PeerRow } from '../registrar/sipPeers.ts';
import { StaticPeers } from '../registrar/staticPeers.ts';
import { FixedQualify } from './fixedQualify.ts';
import { Invites } from './invites.ts';
import { SipCallers } from './sipCallers.ts';
import { SipOptions } from './sipOptions.ts';
import { SipQualify } from './sipQualify.ts';
import type { SipThreads } from './sipThread.ts';

/** chan_sip of all servers: part of the composition root. */
export function joinChanSip(needs: PhoneNeeds, sip: SipThreads): ChannelDriver {
  const { sim, hosts, network, servers, peers, plans, phones, rules, table, clock } = needs;
  const registrationDue = new Signal<[server: ServerId, row: PeerRow]>('registrar.registrationDue');
  const statics = new StaticPeers(servers, phones);
  const contexts = new RegContexts(plans, servers, phones, statics);
  const fixed = new FixedQualify(needs);
  const poker = new SipQualify(sim, hosts, network, sip, servers, peers, contexts, rules, statics, fixed);
  const registrations = new Registrations({ ...needs, contexts, registrationDue, poker, fixed });
  const stores = new ContactStores(sim, servers.length, needs.astdbs, needs.time.astdbWrite);
  const registrar = new Registrar({ ...needs, sip, contexts, registrations, poker, statics, stores, registrationDue });
  const devices = new Devices(
    phones,
    servers,
    peers,
    table,
    registrations,
    rules,
    clock,
    statics,
    hosts,
    needs.serverAt,
    fixed,
    needs.accounts,
  );
  const { serverAt, accounts } = needs;
  const callers = new SipCallers({ hosts, servers, table, statics, dialect: rules.dialect, serverAt, accounts });
  const tables: PhoneTables = {
    select: ({ table: name, column, key, value, isPrefix }) =>
      name.startsWith('sip') && key === 'name' && !isPrefix
        ? table.select(column, value).map((text) => text ?? '')
        : [],
    peerMs: (server, section) => fixed.lastMs(server, section),
    trunkContacts: () => [],
    contacts: () => [],
  };
  return {
    tables,
    devices,
    registrations,
    others: [stores, fixed, registrar],
    accountQualify: fixed,
    joinCalls: (calls) => {
      const { channelStart: channelTime, channelThread: startTime } = needs.time;
      new Invites({ ...needs, ...calls, sip, devices, registrations, callers, channelTime, startTime });
      new SipOptions({ ...needs, sip });
    },
  };
}
