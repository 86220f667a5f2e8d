import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PhoneId, ServerId } from '../../../../src/model/ids.ts';
import { Listener } from '../../../../src/measure/listener.ts';
import { SettledPhones } from '../../../../src/model/server/registrar/settledPhones.ts';
import { EXTENSION, SipPeers } from '../../../../src/model/server/registrar/sipPeers.ts';

const SERVERS = 3;
const settling = fc.array(
  fc.record({ server: fc.nat(SERVERS - 1), phone: fc.nat(9), isNew: fc.boolean(), hasExtension: fc.boolean() }),
);

class Heard extends Listener {
  readonly changes = new Array<number>(SERVERS).fill(0);
  override registrationsChanged(server: ServerId, change: number): void {
    this.changes[server]! += change;
  }
}

// The plain version: each phone tells its server at once.
test('a server learns of its phones what each would have told it, in their order', () => {
  fc.assert(
    fc.property(settling, (phones) => {
      const peers = new SipPeers(10);
      const added: number[][] = Array.from({ length: SERVERS }, () => []);
      const plain: number[][] = Array.from({ length: SERVERS }, () => []);
      const changes = new Array<number>(SERVERS).fill(0);
      const heard = new Heard();
      const contexts = { addAll: (server: ServerId, all: Int32Array) => void added[server]!.push(...all) };
      const settled = new SettledPhones(SERVERS, { peers, contexts, observations: heard });
      for (const { server, phone, isNew, hasExtension } of phones) {
        const row = peers.findOrAdd(server as ServerId, phone as PhoneId);
        if (isNew) settled.count(server as ServerId);
        if (isNew) changes[server]!++;
        if (hasExtension) peers.set(row, EXTENSION, true);
      }
      for (let row = 0; row < peers.count; row++)
        if (peers.has(row, EXTENSION)) plain[peers.serverOf(row)]!.push(peers.phoneOf(row));
      for (let server = 0; server < SERVERS; server++) settled.tell(server as ServerId);
      expect([added, heard.changes]).toEqual([plain, changes]);
    }),
  );
});
