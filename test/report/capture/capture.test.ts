import { describe, expect, it } from 'vitest';
import { DUNDI_NULL } from '../../../src/model/protocol/dundi.ts';
import { QUIT } from '../../../src/model/protocol/mysql.ts';
import { Capture, type CaptureFile } from '../../../src/report/capture/capture.ts';
import { BYE, CANCEL, INVITE, INVITE_RESPONSE } from '../../../src/model/protocol/sip.ts';
import type { MessageRecord } from '../../../src/model/records.ts';
import { config, HUB, OTHER, PHONE, sent, SERVER } from './bench.ts';

/** OTHER has been down in between. */
const FAULTS = [
  { kind: 'crash', at: 1_000_000, server: OTHER },
  { kind: 'restart', at: 2_000_000, server: OTHER },
] as never;

const header = { source: 3, destination: 0, sequence: 0, expects: 0, call: 0 } as const;

class Sink {
  readonly blocks: Buffer[] = [];
  write(bytes: Uint8Array): void {
    this.blocks.push(Buffer.from(bytes));
  }

  /** Time in µs, interface and comment of each packet. */
  get packets(): unknown[] {
    return this.blocks
      .filter((block) => block.readUInt32BE(0) === 6)
      .map((block) => {
        const captured = block.readUInt32BE(20);
        const option = 28 + 4 * Math.ceil(captured / 4);
        const comment = block.subarray(option + 4, option + 4 + block.readUInt16BE(option + 2)).toString();
        return [block.readUInt32BE(12) * 0x1_0000_0000 + block.readUInt32BE(16), block.readUInt32BE(8), comment];
      });
  }
}

function captureWith(...servers: number[]): { capture: Capture; sinks: Sink[]; clock: { now: number } } {
  const files = servers.map((server): CaptureFile & { sink: Sink } => ({ server, sink: new Sink() }));
  const capture = new Capture(
    { config: { ...config, faults: FAULTS }, scenario: 'office', seed: '1', version: '0', eidText: () => '' },
    files,
  );
  const clock = { now: 0 };
  capture.follow(clock);
  return { capture, sinks: files.map(({ sink }) => sink), clock };
}

describe('a capture', () => {
  it('has blocks whose lengths say themselves twice, says that it is synthetic, and names every server', () => {
    const { sinks } = captureWith(-1);
    for (const block of sinks[0]!.blocks) {
      expect(block.readUInt32BE(4)).toBe(block.length);
      expect(block.readUInt32BE(block.length - 4)).toBe(block.length);
      expect(block.length % 4).toBe(0);
    }
    expect(sinks[0]!.blocks[0]!.toString()).toContain(
      'Synthetic: simulated by dundisim 0, captured on no network. Scenario office',
    );
    expect(sinks[0]!.blocks.slice(1).map((block) => /dunpbx1|regpbx\d/.exec(block.toString())?.[0])).toEqual([
      'dunpbx1',
      'regpbx1',
      'regpbx2',
    ]);
  });

  it('has packets in order of leaving, one that is made slowly behind one that is sent at once', () => {
    const { capture, sinks, clock } = captureWith(-1);
    const slow = { ...sent(DUNDI_NULL, SERVER, HUB, header), leavesAt: 500 };
    const quick = sent(DUNDI_NULL, HUB, OTHER, header, 100);
    capture.messageSent(slow);
    capture.messageSent(quick);
    clock.now = 300;
    capture.messageEnded(quick, 'arrived');
    clock.now = 0x1_0000_0000 + 5;
    capture.messageEnded(slow, 'off');
    expect(sinks[0]!.packets).toEqual([
      [100, 0, 'NULL'],
      [500, 1, 'NULL, not read: the receiver is off'],
    ]);
  });

  it('has in the file of a server what it sends when it leaves, and what it gets when it comes', () => {
    const { capture, sinks, clock } = captureWith(HUB, SERVER);
    const message = { ...sent(DUNDI_NULL, SERVER, HUB, header, 100), call: 7 as never };
    const lost = sent(DUNDI_NULL, SERVER, HUB, header, 200);
    capture.messageSent(message);
    capture.messageSent(lost);
    capture.messageEnded(lost, 'lost');
    clock.now = 0x1_0000_0001;
    capture.messageEnded(message, 'waits');
    capture.messageEnded(message, 'arrived');
    capture.finish();
    expect(sinks[0]!.packets).toEqual([[0x1_0000_0001, 0, 'call 7: NULL, the receiver hangs']]);
    expect(sinks[1]!.packets).toEqual([
      [100, 0, 'call 7: NULL, the receiver hangs'],
      [200, 0, 'NULL, lost on the way'],
    ]);
  });

  it('answers BYE and CANCEL, for which the model has no message: 200, and 487 with its ACK where nothing was answered', () => {
    const comments = (status: number | undefined, request: typeof BYE, to: number, at: number): unknown[] => {
      const { capture, sinks, clock } = captureWith(-1);
      const arrive = (message: MessageRecord): void => {
        capture.messageSent(message);
        clock.now = message.leavesAt + 100;
        capture.messageEnded(message, 'arrived');
      };
      arrive(sent(INVITE, PHONE, to, { dialog: 9, call: 7, from: '1001', to: '1002', nonce: 0 } as never, 500));
      // A challenge answers its own INVITE alone.
      arrive(sent(INVITE_RESPONSE, to, PHONE, { dialog: 9, call: 7, status: 401, nonce: 1 } as never, 600));
      arrive(sent(INVITE, PHONE, to, { dialog: 9, call: 7, from: '1001', to: '1002', nonce: 1 } as never, 650));
      if (status !== undefined)
        arrive(sent(INVITE_RESPONSE, to, PHONE, { dialog: 9, call: 7, status, nonce: 0 } as never, 700));
      arrive(sent(request, PHONE, to, { dialog: 9, call: 7 } as never, at));
      capture.finish();
      return sinks[0]!.packets.slice(status === undefined ? 3 : 4);
    };
    expect(comments(180, CANCEL, SERVER, 900)).toEqual([
      [900, 1, expect.stringContaining('CANCEL')],
      [1000, 1, '200 OK to CANCEL, implied'],
      [1000, 1, '487 Request Terminated to INVITE, implied'],
      [1100, 1, 'ACK, implied'],
    ]);
    expect(comments(200, CANCEL, SERVER, 900).slice(1)).toEqual([[1000, 1, '200 OK to CANCEL, implied']]);
    expect(comments(200, BYE, SERVER, 900).slice(1)).toEqual([[1000, 1, '200 OK to BYE, implied']]);
    expect(comments(200, BYE, OTHER, 2_500_000).slice(1)).toEqual([
      [2_500_100, 2, '481 Call/Transaction Does Not Exist to BYE, implied'],
    ]);
  });

  it('leaves MySQL out, and writes at the end what is under way', () => {
    const { capture, sinks } = captureWith(-1);
    capture.messageSent(sent(QUIT, SERVER, 3, { connection: 1, call: 0 }));
    capture.messageSent(sent(DUNDI_NULL, SERVER, HUB, header, 9));
    expect(sinks[0]!.packets).toEqual([]);
    capture.finish();
    expect(sinks[0]!.packets).toEqual([[9, 1, 'NULL']]);
  });
});
