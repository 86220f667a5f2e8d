import { Signal } from '../../../kernel/signal.ts';
import type { StartConfig } from '../../config.ts';
import type { HostId, PhoneId } from '../../ids.ts';
import { accountOf } from '../../phoneNumbers.ts';
import type { ChannelDriver, PhoneNeeds } from '../joinDriver.ts';
import type { PeerRow } from '../registrar/sipPeers.ts';
import { ContactExpiry } from './contactExpiry.ts';
import { ContactNames } from './contactNames.ts';
import { Contacts } from './contacts.ts';
import { ContactStatuses } from './contactStatuses.ts';
import { ContactWrites, type Written } from './contactWrites.ts';
import type { Distributor, TaskId } from './distributor.ts';
import { Endpoints } from './endpoints.ts';
import { EndpointStates } from './endpointStates.ts';
import { FixedContacts } from './fixedContacts.ts';
import { Identifier } from './identifier.ts';
import { PjsipDevices } from './pjsipDevices.ts';
import { PjsipInvites } from './pjsipInvites.ts';
import { PjsipOptions } from './pjsipOptions.ts';
import { PjsipQualify } from './pjsipQualify.ts';
import { PjsipRegistrar } from './pjsipRegistrar.ts';
import { PjsipRegistrations } from './pjsipRegistrations.ts';
import { PjsipTables } from './pjsipTables.ts';
import { ServerContacts } from './serverContacts.ts';
import { ServerRegistrations } from './serverRegistrations.ts';
import { TaskSelects } from './taskSelects.ts';

/** chan_pjsip of all servers: part of the composition root. */
export function joinChanPjsip(needs: PhoneNeeds, distributor: Distributor, start: StartConfig): ChannelDriver {
  const { sim, database, hosts, network, servers, phones, clock, time } = needs;
  const written = new Signal<[task: TaskId, written: Written]>('pjsip.written');
  const applied = new Signal<[task: TaskId]>('pjsip.extensionApplied');
  const contactKnown = new Signal<[row: PeerRow, host: HostId, news: 'created' | 'deleted']>('pjsip.contactKnown');
  const endpoints = new Endpoints(servers, phones, needs.rules);
  const names = new ContactNames(phones, hosts);
  const contacts = new Contacts(servers, clock, names);
  const statuses = new ContactStatuses();
  const selects = new TaskSelects(sim, database, distributor);
  const states = new EndpointStates({ ...needs, endpoints, statuses, contactKnown, applied });
  const fixedContacts = new FixedContacts(sim, hosts, network, servers, needs.serverAt);
  const identifier = new Identifier({ ...needs, endpoints });
  const serverContacts = new ServerContacts({ ...needs, distributor, identifier });
  const serverRegistrations = new ServerRegistrations(sim, hosts, network, distributor, servers, needs.serverAt);
  const phoneAt = (host: HostId): PhoneId | -1 =>
    hosts.roleOf(host) === 'phone' ? accountOf(phones, hosts.phoneOf(host)) : -1;
  const common = {
    ...needs,
    distributor,
    endpoints,
    contacts,
    names,
    statuses,
    fixedContacts,
    serverContacts,
    serverRegistrations,
    selects,
    states,
  };
  const writes = new ContactWrites({ ...common, writeTime: time.astdbWrite, written });
  const qualify = new PjsipQualify({ ...common, writes, contactKnown });
  new PjsipRegistrar({ ...common, writes, written, applied });
  const expiry = new ContactExpiry({ ...common, writes });
  const registrations = new PjsipRegistrations({ ...common, writes, expiry, qualify, config: start });
  const devices = new PjsipDevices({ ...common, writes });
  const tables = new PjsipTables(common);
  return {
    tables,
    devices,
    registrations,
    others: [],
    joinCalls: (calls) => {
      new PjsipInvites({
        ...common,
        ...calls,
        devices,
        channelTime: time.channelStart,
        startTime: time.channelThread,
        identifier,
        phoneAt,
      });
      new PjsipOptions({ ...common, phoneAt });
    },
  };
}
