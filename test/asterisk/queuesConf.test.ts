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

  it('reads what is announced', () => {
    const conf = `[help]
announce-frequency=30
min-announce-frequency=10
announce-position=limit
announce-position-limit=5
announce-holdtime=once
announce-round-seconds=10
periodic-announce=soon,patience
periodic-announce-frequency=60
relative-periodic-announce=yes
queue-thankyou=
queue-youarenext=own/next
memberdelay=2
announce=for-help
reportholdtime=yes
member => SIP/1
`;
    const { queues: made, risks } = queues(conf);
    expect([made[0]!.announcements, made[0]!.greeting, risks]).toMatchObject([
      {
        frequency: 30,
        minFrequency: 10,
        position: 'limit',
        positionLimit: 5,
        holdTime: 'once',
        roundSeconds: 10,
        periodic: ['soon', 'patience'],
        periodicFrequency: 60,
        relative: true,
        sounds: { next: 'own/next', thanks: '', calls: 'queue-callswaiting' },
      },
      { delay: 2, announce: 'for-help', reportsHoldTime: true },
      [],
    ]);
    // 1.2: one text, every rounding up to a minute, and no limit of what is said.
    expect(queues(conf.replace('=10\nperiodic', '=7\nperiodic'), '1.2').queues[0]!.announcements).toMatchObject({
      minFrequency: 15,
      position: 'yes',
      roundSeconds: 7,
      periodic: ['soon,patience'],
      relative: false,
    });
    expect(queues('[help]\nannounce-round-seconds=7\nmember => SIP/1\n').risks).toEqual([
      'queues.conf:2:24: risk: announce-round-seconds is "7"; expected 0, 5, 10, 15, 20 or 30; Asterisk takes 0',
    ]);
  });

  it('knows who adds members to a queue that is not there', () => {
    const { remarks } = read(
      {
        'queues.conf': '[help]\nmusic=default\nmember => SIP/1\n',
        'extensions.conf': '[phones]\nexten => 1,1,PauseQueueMember(hlep,SIP/1)\n',
      },
      '16',
    );
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
