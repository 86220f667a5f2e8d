import { NOT_SCHEDULED, type Simulation } from '../../../kernel/clock/simulation.ts';
import { MILLISECOND, type Micros } from '../../../kernel/units.ts';
import type { ServerConfig } from '../../config.ts';
import type { ServerId } from '../../ids.ts';
import type { Observations } from '../../observations.ts';
import type { Rules } from '../../rules.ts';
import type { RegContexts } from './regcontext.ts';
import { EXTENSION, IN_MEMORY, REGISTERED, ROW_HAD_CONTACT, type PeerRow, type SipPeers } from './sipPeers.ts';

/** chan_sip.c: DEFAULT_QUALIFY_GAP; DEFAULT_QUALIFY_PEERS is 1, which makes it two peers at a time (sip_poke_all_peers). */
const QUALIFY_GAP: Micros = 100 * MILLISECOND;

/**
 * `sip reload`. A phone that only rtcachefriends has kept is in no file, and is thrown out; the astdb and the table keep what
 * they have of it, and no statement is made. The others are asked whether they answer: all at once in 1.2, later two each
 * `qualifygap` (chan_sip.c:sip_do_reload, sip_destroy_peer). Calls under way feel nothing.
 */
export function reloadPhones(parts: ReloadParts, server: ServerId): void {
  const { peers, servers, rules, poker } = parts;
  const forgets = servers[server]!.sip.realtime && rules.reloadForgetsPhones;
  const gap = rules.dialect === '1.2' ? 0 : QUALIFY_GAP;
  let asked = 0;
  peers.eachOf(server, (row) => {
    if (!peers.has(row, IN_MEMORY)) return;
    if (forgets) forget(parts, server, row);
    else if (peers.has(row, REGISTERED)) poker.again(row, Math.ceil(asked++ / 2) * gap);
  });
}

function forget({ peers, sim, observations, contexts, poker }: ReloadParts, server: ServerId, row: PeerRow): void {
  if (peers.expiry.get(row) !== NOT_SCHEDULED) observations.registrationsChanged(server, -1);
  sim.cancel(peers.expiry.get(row));
  peers.expiry.set(row, NOT_SCHEDULED);
  if (peers.has(row, EXTENSION)) contexts.remove(server, peers.phoneOf(row));
  peers.set(row, IN_MEMORY | REGISTERED | EXTENSION | ROW_HAD_CONTACT, false);
  poker.forgotten(row);
}

interface ReloadParts {
  readonly sim: Simulation;
  readonly peers: SipPeers;
  readonly contexts: RegContexts;
  readonly servers: readonly ServerConfig[];
  readonly rules: Rules;
  readonly observations: Observations;
  readonly poker: { again(row: PeerRow, after: Micros): void; forgotten(row: PeerRow): void };
}
