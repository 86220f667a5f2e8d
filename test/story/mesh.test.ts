import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../src/scenario/index.ts';
import { filesIn, textIn } from '../cli/world.ts';
import { linesOf, replay } from './replay.ts';

const MESH = new URL('./mesh/', import.meta.url).pathname;

/**
 * Three offices that ask each other, as such clusters are found: [macro-dundi-priv], canonical numbers, customers, and
 * the PSTN as the last resort.
 */
function mesh(calls: string, more = '') {
  const files = filesIn(MESH).map((path) => ({ path, text: textIn(MESH, path) }));
  const text = `asterisk: ./mesh
duration: 3m
phones:
  a: { numbers: 1001..1003, home: alpha, static: yes }
  b: { numbers: 2001..2003, home: bravo, static: yes }
  c: { numbers: 3001..3003, home: charlie, static: yes }
calls:
${calls}
${more}`;
  return parseScenario({ path: 'mesh.yaml', text, folders: new Map([['./mesh', files]]), sets: [] });
}

const calling = (at: number, from: number, to: number): string =>
  `  - { at: ${at}s, from: ${from}, to: ${to}, talk: 5s }`;
const TRUNKS =
  'servers: { alpha: { trunks: { g1: { channels: 1 } } }, bravo: { trunks: { g1: { channels: 1 } } }, charlie: { trunks: { g1: { channels: 1 } } } }';

describe('a mesh of three with [macro-dundi-priv]', () => {
  const replayed = replay(
    mesh(
      [
        calling(5, 1001, 1002),
        calling(20, 1001, 2002),
        calling(40, 2003, 3002),
        calling(60, 3003, 1900),
        calling(80, 3003, 3900),
        calling(100, 1001, 2777),
        calling(140, 1002, 95551212),
      ].join('\n'),
      TRUNKS,
    ),
  );

  it('puts calls through where Asterisk would', () => {
    const ends = [...replayed.calls]
      .sort((a, b) => a.offeredAt - b.offeredAt)
      .map(({ from, dialled, outcome }) => `${from} ${dialled} ${outcome}`);
    expect(ends).toEqual([
      '1001 1002 local',
      '1001 2002 dundi',
      '2003 3002 dundi',
      '3003 1900 dundi', // A service of alpha's, advertised by its dundi-priv-customers at weight 100.
      '3003 3900 local',
      '1001 2777 abandoned', // Nobody has it: the macro ends, the plan goes on, and the caller hears a tone.
      '1002 95551212 pstn',
    ]);
  });

  it('asks both others at once, and the switch dials what the owner told', () => {
    const told = linesOf(replayed, 'alpha').filter((line) => line.includes('SIP/1001') || line.includes('Called priv'));
    expect(told.map((line) => line.replace(/SIP\/1001-\w+/, 'SIP/1001'))).toContainEqual(
      expect.stringMatching(/Executing Macro\("SIP\/1001", "dundi-priv\|2002"\)/),
    );
    expect(linesOf(replayed, 'alpha')).toContainEqual(expect.stringMatching(/Called priv:\S+@192\.168\.50\.12\/2002/));
  });

  it('goes on with the plan behind the macro when nobody answers', () => {
    const plan = linesOf(replayed, 'alpha')
      .filter((line) => line.startsWith('-- Executing'))
      .slice(-5);
    expect(plan.map((line) => /Executing (\w+)\(/.exec(line)![1])).toEqual([
      'Macro',
      'Goto',
      'Playback',
      'Congestion',
      'Dial',
    ]);
  });

  it('a person picks up a service number as any other phone, not at once', () => {
    const service = replayed.calls.find(({ dialled }) => dialled === '1900')!;
    expect(service.answeredAt - service.ringingAt).toBeGreaterThan(500_000);
  });
});

describe('what is said of it', () => {
  it('is what is not modelled, and that the scenario has to give its trunks', () => {
    const said = mesh(calling(5, 1001, 1002))
      .remarks.map(({ severity, place, text }) => `${place.file}:${place.line}:${place.column}: ${severity}: ${text}`)
      .filter((line) => line.startsWith('mesh/alpha/'));
    const ofCluster = /ttl = 4 is more|no autokill|dialplan lock held/; // What the servers together give away.
    expect(said.filter((line) => ofCluster.test(line))).toHaveLength(3);
    expect(said.filter((line) => !/no allowguest|keys without effect/.test(line) && !ofCluster.test(line))).toEqual([
      'mesh/alpha/iax.conf:15:1: note: key trunk of [priv] in iax.conf is not modelled: every call has packets of its own',
      'mesh/alpha/extensions.conf:18:22: risk: the scenario gives alpha no trunk group "g1": every call to it finds no free channel; see "servers: { alpha: { trunks: { g1: { channels: 23 } } } }"',
      'mesh/alpha/extensions.conf:68:17: note: Queue(sales) takes the time of a step and does nothing: there is no queues.conf with it',
    ]);
  });
});
