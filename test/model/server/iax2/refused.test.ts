import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../../../src/scenario/index.ts';
import { folder } from '../../../scenario/world.ts';
import { linesOf, replay, type Replayed } from '../../../story/replay.ts';

/**
 * The paper's cluster with more in regpbx1's dialplan, below [phones]; 1001 calls each number in turn, ten seconds
 * apart.
 */
function dial(profile: 'asterisk-1.2' | 'asterisk-16', plan: string, calls: readonly string[]): Replayed {
  const name = profile === 'asterisk-16' ? 'paper-16' : 'paper';
  const files = folder(name).map((file) =>
    file.path.endsWith('regpbx1/extensions.conf')
      ? { ...file, text: file.text.replace('[phones]\n', `[phones]\n${plan}\n`) }
      : file,
  );
  const text = JSON.stringify({
    profile,
    duration: '5m',
    asterisk: './plan',
    servers: { regpbx1: { 'call-limit': 1 } },
    phones: { office: { numbers: '1001..1010', expires: '300s' } },
    calls: calls.map((call, index) => ({
      at: `${10 * (index + 1)}s`,
      from: call.split('>')[0],
      to: call.split('>')[1],
      talk: '2s',
      patience: '8s',
    })),
  });
  return replay(parseScenario({ path: 'refused.json', text, folders: new Map([['./plan', files]]), sets: [] }));
}

describe.each(['asterisk-1.2', 'asterisk-16'] as const)('%s', (profile) => {
  it.each(['Busy', 'Congestion', 'Congestion(60)'])('a phone that heard %s is no longer in use', (application) => {
    const { calls } = dial(profile, `exten => 555,1,${application}`, ['1001>555', '1006>1001']);
    expect(calls.map(({ outcome }) => outcome)).toEqual([application === 'Busy' ? 'busy' : 'congestion', 'local']);
  });

  it('HANGUPCAUSE tells why the last target of a Dial failed', () => {
    const plan =
      'exten => 555,1,Dial(SIP/9999)\nexten => 555,2,NoOp(cause=${HANGUPCAUSE})\nexten => 556,1,Dial(SIP/9999&SIP/1001,1)\nexten => 556,2,NoOp(cause=${HANGUPCAUSE})';
    const lines = linesOf(dial(profile, plan, ['1001>555', '1006>556']), 'regpbx1')
      .filter((line) => /cause=/.test(line))
      .map((line) => /cause=(\d*)/.exec(line)![1]);
    expect(lines[0]).toBe(profile === 'asterisk-16' ? '20' : '3');
    expect(lines[1]).toBe('0');
  });
});

it('1.2 tells on the console why another server refused a call', () => {
  const plan =
    'exten => 555,1,Dial(IAX2/nobody:x@10.10.10.122/1002)\nexten => 556,1,Dial(IAX2/priv:x@10.10.10.122/1002)';
  const lines = linesOf(dial('asterisk-1.2', plan, ['1001>555', '1001>556']), 'regpbx1').filter((line) =>
    line.includes('rejected'),
  );
  expect(lines).toEqual(
    Array(2).fill('WARNING: chan_iax2.c:6986 socket_read: Call rejected by 10.10.10.122: No authority found'),
  );
});
