import type { Simulation } from '../../../kernel/clock/simulation.ts';
import type { Micros } from '../../../kernel/units.ts';
import type { ServerConfig } from '../../config.ts';
import type { HostId, ServerId } from '../../ids.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { Network } from '../../network/network.ts';
import { REGACK, REGAUTH, REGREJ, REGREQ } from '../../protocol/iax2.ts';
import { ACCOUNT_REGISTER, ACCOUNT_REGISTER_RESPONSE } from '../../protocol/sip.ts';
import type { Rules } from '../../rules.ts';
import type { PhoneThreads } from '../channelDriver.ts';
import type { AccountQualify } from '../joinDriver.ts';
import { Distributor } from '../pjsip/distributor.ts';
import type { SipThreads } from '../sip/sipThread.ts';
import { AccountRegistrar } from './accountRegistrar.ts';
import type { Dialplan } from '../dialplan/compile.ts';
import type { Finder } from '../dialplan/index.ts';
import type { IaxQualify } from '../iax2/iaxQualify.ts';
import { AccountExtensions } from './accountExtensions.ts';
import type { Accounts } from './accounts.ts';
import { RegistrationClients } from './registrationClients.ts';

/** Numbers of these calls of IAX2, far from those of calls between people. */
const FIRST_NUMBER = 1_000_000;

/** Servers that register at servers, over SIP and over IAX2: part of the composition root. */
export function joinAccounts(needs: AccountNeeds) {
  const { sim, hosts, network, servers, rules, accounts, sip, iaxTime, iaxQualify, sipQualify, plans, finders } = needs;
  const registrar = new AccountRegistrar({ rules, servers, accounts });
  const extensions = new AccountExtensions({ hosts, servers, plans, finders });
  accounts.moved.receive((account) => {
    extensions.changed(account);
    const qualify = account.tech === 'IAX2' ? iaxQualify : sipQualify;
    qualify?.moved(account.server, account.section, account.host as HostId | -1);
  });
  accounts.renewed.receive(({ server, tech, section }) => {
    if (tech === 'SIP') sipQualify?.renewed(server, section);
  });
  const clients = new RegistrationClients({
    sim,
    hosts,
    servers,
    dialect: rules.dialect,
    registering: accounts.all,
    send: {
      SIP: ({ server, config: { userName, extension, secret }, at }, { branch, nonce, seconds }) =>
        network.send(server, at as HostId, ACCOUNT_REGISTER, {
          branch,
          account: userName,
          extension,
          secret: nonce === 0 ? '' : secret,
          nonce,
          expires: seconds,
        }),
      IAX2: ({ server, config: { userName, secret }, at }, { branch, nonce, seconds }) =>
        network.send(
          server,
          at as HostId,
          REGREQ,
          {
            source: FIRST_NUMBER + branch,
            destination: 0,
            call: 0 as never,
            account: userName,
            secret: nonce === 0 ? '' : secret,
            refresh: seconds,
          },
          iaxTime(),
        ),
    },
  });
  if (!(sip instanceof Distributor)) joinSip(sip as SipThreads, registrar, clients, network);
  joinIax(needs, registrar, clients);
  return { registrar, clients, extensions };
}

function joinSip(sip: SipThreads, registrar: AccountRegistrar, clients: RegistrationClients, network: Network): void {
  sip.receive(ACCOUNT_REGISTER, (server, { branch, account, extension, secret, nonce, expires }, from) => {
    const answer = registrar.answer(server, 'SIP', { account, extension, secret, nonce, seconds: expires }, from);
    const status = answer.kind === 'granted' ? 200 : answer.kind === 'challenge' ? 401 : answer.unknown ? 404 : 403;
    network.send(server, from, ACCOUNT_REGISTER_RESPONSE, {
      branch,
      status,
      nonce: answer.kind === 'challenge' ? answer.nonce : 0,
      expires: answer.kind === 'granted' ? answer.seconds : 0,
    });
    return true;
  });
  sip.receive(ACCOUNT_REGISTER_RESPONSE, (_, { branch, status, nonce, expires }) => {
    if (status === 200) clients.granted(branch, expires);
    else if (status === 401) clients.challenged(branch, nonce);
    else clients.refused(branch);
    return true;
  });
}

function joinIax({ network, iaxTime }: AccountNeeds, registrar: AccountRegistrar, clients: RegistrationClients): void {
  network.receive(REGREQ, 'server', ({ source, account, secret, refresh }, server, from) => {
    const nonce = secret === '' ? 0 : 1;
    const request = { account, extension: 's', secret, nonce, seconds: refresh };
    const answer = registrar.answer(server as ServerId, 'IAX2', request, from);
    const frame = { source, destination: source, call: 0 as never };
    if (answer.kind === 'challenge') network.send(server, from, REGAUTH, frame, iaxTime());
    else if (answer.kind === 'refused') network.send(server, from, REGREJ, frame, iaxTime());
    else {
      const { source: own, destination, call } = frame;
      network.send(server, from, REGACK, { source: own, destination, call, refresh: answer.seconds }, iaxTime());
    }
  });
  network.receive(REGAUTH, 'server', ({ destination }) => clients.challenged(destination - FIRST_NUMBER, 1));
  network.receive(REGACK, 'server', ({ destination, refresh }) => clients.granted(destination - FIRST_NUMBER, refresh));
  network.receive(REGREJ, 'server', ({ destination }) => clients.refused(destination - FIRST_NUMBER));
}

export interface AccountNeeds {
  readonly sim: Simulation;
  readonly hosts: Hosts;
  readonly network: Network;
  readonly servers: readonly ServerConfig[];
  readonly rules: Rules;
  readonly accounts: Accounts;
  readonly sip: PhoneThreads;
  /** µs that a server takes for a frame. */
  readonly iaxTime: () => Micros;
  readonly iaxQualify: IaxQualify;
  readonly sipQualify: AccountQualify | undefined;
  readonly plans: readonly Dialplan[];
  readonly finders: readonly Finder[];
}
