import { describe, expect, it } from 'vitest';
import { Cluster } from '../../src/model/cluster.ts';
import { Listener } from '../../src/measure/listener.ts';
import { withFiles } from './files.ts';
import { replay } from './replay.ts';

/** 1001 dials 600, whose plan is given; 1002 and 1003 are phones of the same server. */
function office(plan: string, more = '') {
  return withFiles(
    {
      'pbx1/sip.conf': `[general]\ncontext=phones\n${['1001', '1002', '1003']
        .map((name) => `[${name}]\ntype=friend\nhost=dynamic\nsecret=x\n`)
        .join('')}`,
      'pbx1/extensions.conf': `[phones]\n${plan}\n[others]\nexten => _10XX,1,Dial(SIP/\${EXTEN},20)\nexten => busy,1,Busy(5)\n`,
    },
    `profile: asterisk-16
duration: 3m
servers: { pbx1: { address: 10.9.0.1 } }
phones:
  a: { numbers: [ 1001 ], home: pbx1, expires: 300s, static: yes }
  b: { numbers: [ 1002 ], home: pbx1, expires: 300s, static: yes, answerAfter: 2s }
  c: { numbers: [ 1003 ], home: pbx1, expires: 300s, static: yes, answerAfter: 1s }
${more === '' ? 'calls: [ { at: 30s, from: 1001, to: 600, talk: 5s, patience: 60s } ]' : more}`,
  );
}

const call = (plan: string, more = '') => replay(office(plan, more)).calls[0]!;

describe('Dial(Local/extension@context)', () => {
  it('of the extension itself makes a chain of channels that ends as one, however long it has become', () => {
    const { config, seed } = office('exten => 600,1,Dial(Local/600@phones,4)');
    let ended = '';
    class Ears extends Listener {
      override callEnded({ outcome }: { readonly outcome: string }): void {
        ended = outcome;
      }
    }
    const { sim, parts } = new Cluster(config, { seed, observations: new Ears() });
    sim.run(33_900_000);
    expect(parts.channelTable.rows.size).toBeGreaterThan(1000);
    sim.run(config.duration);
    expect([ended, parts.channelTable.rows.size, parts.legs.size]).toEqual(['noAnswer', 0, 0]);
  });

  it.each([
    ['Dial(Local/7@nocontext,20)', 'the dialplan of pbx1 went to 7@nocontext, and has no context [nocontext]'],
    ['Dial(Local/7@others,20)', 'the dialplan of pbx1 went to 7@others, and has no extension 7 in [others]'],
    ['Goto(nocontext,7,1)', 'the dialplan of pbx1 went to 7@nocontext, and has no context [nocontext]'],
  ])('that is lost in %s names the place that there is not', (step, because) => {
    const plan = `exten => 1002,1,${step}`;
    const { calls } = replay(office(plan, 'calls: [ { at: 30s, from: 1001, to: 1002, talk: 5s, patience: 60s } ]'));
    expect(calls[0]).toMatchObject({ lost: true, cause: 'noPlace', because, fault: '' });
  });

  it('rings, answers and ends as the plan of that extension does', () => {
    const { calls, consoles } = replay(office('exten => 600,1,Dial(Local/1002@others/n,30)'));
    expect(calls[0]).toMatchObject({ outcome: 'local', lost: false, calleeServer: 0 });
    expect(calls[0]!.answeredAt).toBeGreaterThan(calls[0]!.ringingAt);
    const text = consoles.get('pbx1')!.join('\n');
    expect(text).toContain('Executing [1002@others:1] Dial("Local/1002@others-00000001;2"');
    expect(text).toContain('-- Local/1002@others-00000001;1 answered SIP/1001-00000000');
  });

  it('is one target among others: the first that answers has the call', () => {
    const { calls, consoles } = replay(office('exten => 600,1,Dial(Local/1002@others&Local/1003@others,30)'));
    expect(calls[0]!.outcome).toBe('local');
    expect(
      consoles
        .get('pbx1')!
        .join('\n')
        .match(/answered SIP\/1001/g),
    ).toHaveLength(1);
  });

  it('is busy, or not there, as its plan says', () => {
    expect(call('exten => 600,1,Dial(Local/busy@others,30)').outcome).toBe('busy');
    expect(call('exten => 600,1,Dial(Local/9999@others,30)')).toMatchObject({ answeredAt: -1 });
    expect(call('exten => 600,1,Dial(Local/1002,30)')).toMatchObject({ answeredAt: -1 });
  });

  it('leaves nothing, whichever side ends the call, and when the server dies', () => {
    const plan = 'exten => 600,1,Dial(Local/1002@others,30)';
    for (const more of [
      '',
      'faults: [ { at: 31s, powerOff: 1001 } ]',
      'faults: [ { at: 33s, powerOff: 1002 } ]',
      'faults: [ { at: 31s, crash: pbx1 } ]',
      'faults: [ { at: 34s, crash: pbx1 } ]',
    ]) {
      const { config, seed } = office(plan, more);
      const cluster = new Cluster(config, { seed, observations: new Listener() });
      cluster.sim.run(config.duration);
      const { legs, channelTable, calledPhones } = cluster.parts;
      expect([legs.size, channelTable.rows.size, calledPhones.size], more).toEqual([0, 0, 0]);
    }
  });
});
