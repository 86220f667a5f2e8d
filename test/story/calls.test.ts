import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../src/scenario/index.ts';
import { folder } from '../scenario/world.ts';
import { linesOf, replay } from './replay.ts';

const OFFICE = 'phones: { office: { numbers: 1001..1003, home: [regpbx1, regpbx2, regpbx1], addresses: 10.10.10.62.. } }';

/** Only what tells the story: the steps of the plan are left out. */
function told(lines: readonly string[]): string[] {
  return lines.filter((line) => !/^-- (Executing|Goto) /.test(line)).map((line) => line.replace(/(SIP\/[\w.:]+|Zap\/1)-[0-9a-f]+/g, '$1'));
}

describe('a server that answers before the phone is picked up', () => {
  // As a plan with Answer() in [incomingdundi]: the paper's second listing looks like this.
  const paper = folder('paper').map(({ path, text }) => ({
    path, text: text.replace('exten => _XXXX,1,Dial(SIP/${EXTEN}|20|tr)', 'exten => _XXXX,1,Goto(incoming|${EXTEN}|2)'),
  }));
  const replayed = replay(parseScenario({
    path: 'story.yaml', sets: [], folders: new Map([['./paper', paper]]),
    text: `duration: 1m\nasterisk: ./paper\n${OFFICE}\ncalls: [{ at: 10s, from: 1001, to: 1002, talk: 5s }]`,
  }));

  it('is not a talk yet: that begins when somebody picks up', () => {
    const [call] = replayed.calls;
    expect(call).toMatchObject({ outcome: 'dundi', lost: false });
    expect(call!.answeredAt).toBeGreaterThan(call!.ringingAt + 1_000_000);
    expect(call!.endedAt - call!.answeredAt).toBe(5_000_000);
  });

  it("does not ring on the caller's console", () => {
    expect(told(linesOf(replayed, 'regpbx1')).filter((line) => line.includes('IAX2'))).toEqual([
      '-- IAX2/10.10.10.122:4569-1 answered SIP/1001', "-- Hungup 'IAX2/10.10.10.122:4569-1'",
    ]);
  });
});
