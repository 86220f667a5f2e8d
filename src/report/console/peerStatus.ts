/** `lastMs`: as `Probes.lastMs` (chan_sip.c, chan_iax2.c: peer_status). */
export function peerStatus(maxMs: number, lastMs: number): string {
  if (maxMs === 0) return 'Unmonitored';
  if (lastMs < 0) return 'UNREACHABLE';
  if (lastMs === 0) return 'UNKNOWN';
  return `${lastMs > maxMs ? 'LAGGED' : 'OK'} (${lastMs} ms)`;
}
