import { describe, expect, it } from 'vitest';
import { lines, read } from './help.ts';

const PLAN = '[phones]\nexten => 600,1,Queue(help,t)\n';

function queues(conf: string, dialect: '1.2' | '16' = '16', plan = PLAN) {
  const { queues: made, remarks } = read({ 'extensions.conf': plan, 'queues.conf': conf }, dialect);
  const risks = lines(remarks, 'risk').filter((line) => !line.includes('extensions.conf:1:'));
  return { queues: made, risks };
}

describe('queues.conf', () => {
  it('has the defaults of the release (init_queue)', () => {
    const conf = '[general]\n[help]\nmember => SIP/1001\n';
    const common = { name: 'help', strategy: 'ringall', retry: 5, wrapUpTime: 0, maxLength: 0, leaveWhenEmpty: [] };
    expect(queues(conf).queues).toMatchObject([{ ...common, timeout: 15, joinEmpty: [], autofill: false }]);
    const nobody = [{ absentWhen: ['invalid'], said: 'EMPTY' }];
    expect(queues(conf, '1.2').queues).toMatchObject([{ ...common, timeout: 0, joinEmpty: nobody }]);
  });

  it('reads members with their penalty and ringinuse, and autofill of [general]', () => {
    const conf = `[general]
autofill=yes
[help]
strategy=leastrecent
ringinuse=no
member => SIP/1001,2
member => PJSIP/1002
member => Local/1003@desk/n,1,Ann,,yes
[sales]
member => SIP/1004,0,Bob,,no
`;
    const [help, sales] = queues(conf).queues;
    expect(help).toMatchObject({ strategy: 'leastrecent', autofill: true });
    expect(help!.members).toEqual([
      { tech: 'SIP', resource: '1001', penalty: 2, ringInUse: false },
      { tech: 'PJSIP', resource: '1002', penalty: 0, ringInUse: false },
      { tech: 'Local', resource: '1003@desk/n', penalty: 1, ringInUse: false },
    ]);
    expect(sales!.members).toEqual([{ tech: 'SIP', resource: '1004', penalty: 0, ringInUse: false }]);
  });

  it('names the nearest key, strategy, state and queue', () => {
    const conf =
      '[help]\nstratgy=rrmemory\nstrategy=rrmemroy\njoinempty=unavailabel\nmember => 1001\nmember => SIP/1\n';
    expect(queues(conf, '16', '[phones]\nexten => 600,1,Queue(hlep,t)\n').risks).toEqual([
      'queues.conf:2:1: risk: unknown key "stratgy" in [help] of queues.conf: it is not modelled, and Asterisk ignores it; did you mean "strategy"?',
      'queues.conf:3:10: risk: strategy is "rrmemroy"; expected one of ringall, leastrecent, fewestcalls, random, rrmemory, linear, wrandom; Asterisk takes ringall; did you mean "rrmemory"?',
      'queues.conf:4:11: risk: unknown option "unavailabel" of joinempty: Asterisk ignores it; did you mean "unavailable"?',
      'queues.conf:5:11: risk: member is "1001"; expected a device such as SIP/1001; nobody is called',
      'extensions.conf:2:16: risk: queues.conf has no queue "hlep": the call continues at the next priority; did you mean "help"?',
    ]);
  });

  it('says what 1.2 does not know, and that a queue has no member', () => {
    expect(queues('[help]\nringinuse=no\n', '1.2').risks).toEqual([
      'queues.conf:1:1: risk: queue "help" has no member, and no AddQueueMember gives it one: it lets no caller in',
      'queues.conf:2:1: risk: Asterisk 1.2 does not know "ringinuse" and ignores it',
    ]);
    for (const name of ['help', 'HELP', '${WHICH}'])
      expect(queues('[help]\n', '16', `[phones]\nexten => 1,1,AddQueueMember(${name},SIP/1001)\n`).risks).toEqual([]);
  });

  it('says which announcements take no time, and knows who adds members to a queue that is not there', () => {
    const conf = '[help]\nannounce-frequency=30\nreportholdtime=yes\nmusic=default\nmember => SIP/1\n';
    const { remarks } = read(
      { 'queues.conf': conf, 'extensions.conf': '[phones]\nexten => 1,1,PauseQueueMember(hlep,SIP/1)\n' },
      '16',
    );
    expect(lines(remarks, 'note').filter((line) => /announcements take no time/.test(line))).toHaveLength(2);
    expect(lines(remarks, 'risk')).toContain(
      'extensions.conf:2:14: risk: queues.conf has no queue "hlep": the call continues at the next priority; did you mean "help"?',
    );
  });

  it('is missed where the dialplan asks for a queue', () => {
    const { remarks } = read({ 'extensions.conf': PLAN }, '16');
    expect(lines(remarks, 'note')).toContain(
      'extensions.conf:2:16: note: Queue(help) takes the time of a step and does nothing: there is no queues.conf with it',
    );
  });
});
