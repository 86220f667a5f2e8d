/** What a console says of a peer, and what it counts the peer as in the last line. */
export interface PeerStatus {
  readonly text: string;
  readonly as: 'online' | 'offline' | 'unmonitored';
}

/** `lastMs`: as `Probes.lastMs` (chan_sip.c, chan_iax2.c: peer_status). */
export function peerStatus(maxMs: number, lastMs: number): PeerStatus {
  if (maxMs === 0) return { text: 'Unmonitored', as: 'unmonitored' };
  if (lastMs < 0) return { text: 'UNREACHABLE', as: 'offline' };
  if (lastMs === 0) return { text: 'UNKNOWN', as: 'offline' };
  return { text: `${lastMs > maxMs ? 'LAGGED' : 'OK'} (${lastMs} ms)`, as: 'online' };
}
