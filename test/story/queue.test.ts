import { describe, expect, it } from 'vitest';
import { Listener } from '../../src/measure/listener.ts';
import { Cluster } from '../../src/model/cluster.ts';
import type { CallRecord } from '../../src/model/observations.ts';
import { NO_TIME } from '../model/quiet.ts';
import { withFiles } from './files.ts';

/** Members 1001 to 1003, who answer after 2 s, and customers 2001 to 2009. */
const PHONES = {
  members: { numbers: '1001..1003', home: 'pbx1', expires: '300s', static: 'yes', answerAfter: '2s', callsAtOnce: 1 },
  customers: { numbers: '2001..2009', home: 'pbx1', expires: '300s', static: 'yes' },
};

interface Options {
  readonly profile?: '1.2' | '16';
  /** Keys of the queue, and members other than SIP/1001 to 1003. */
  readonly queue?: string;
  readonly members?: readonly string[];
  readonly plan?: string;
  readonly phones?: object;
  readonly faults?: readonly object[];
  /** Seconds at which customers call, the first 2001. */
  readonly at?: readonly number[];
  readonly talk?: string;
  readonly patience?: string;
}

class Heard extends Listener {
  override readonly wantsConsole = true;
  readonly calls: CallRecord[] = [];
  readonly lines: string[] = [];
  override callEnded(call: CallRecord): void {
    this.calls.push({ ...call });
  }
  override console(_: unknown, line: string): void {
    this.lines.push(line);
  }
}

const PLAN = `exten => 600,1,Answer()
exten => 600,2,Queue(help)
exten => 600,3,NoOp(status \${QUEUESTATUS})
exten => 600,4,Hangup()`;

function helpDesk(options: Options = {}) {
  const { profile = '16', queue = '', members = ['SIP/1001', 'SIP/1002', 'SIP/1003'] } = options;
  const names = [1001, 1002, 1003, ...Array.from({ length: 9 }, (_, i) => 2001 + i)];
  const { config } = withFiles(
    {
      'pbx1/sip.conf': `[general]\ncontext=phones\n${names.map((name) => `[${name}]\ntype=friend\nhost=dynamic\nsecret=x\ncall-limit=5\n`).join('')}`,
      'pbx1/extensions.conf': `[phones]\n${options.plan ?? PLAN}\n[desk]\nexten => _10XX,1,Dial(SIP/\${EXTEN},20)\n`,
      'pbx1/queues.conf': `[general]\n[help]\n${queue}\n${members.map((member) => `member => ${member}\n`).join('')}`,
    },
    Object.entries({
      profile: `asterisk-${profile}`,
      duration: '10m',
      ...NO_TIME,
      start: { wallSecond: '0ms' },
      servers: { pbx1: { address: '10.9.0.1' } },
      phones: { ...PHONES, ...options.phones },
      calls: (options.at ?? [30]).map((at, i) => ({
        at: `${at}s`,
        from: String(2001 + i),
        to: '600',
        talk: options.talk ?? '20s',
        patience: options.patience ?? '200s',
      })),
      faults: options.faults ?? [],
    })
      .map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
      .join('\n'),
  );
  const heard = new Heard();
  const cluster = new Cluster(config, { seed: '1', observations: heard });
  heard.follow(cluster.sim);
  cluster.sim.run(config.duration);
  const calls = [...heard.calls].sort((a, b) => a.offeredAt - b.offeredAt);
  const { legs, channelTable, queues } = cluster.parts;
  return {
    calls,
    /** Seconds from each call until a member answers, to a tenth; -1: none does. */
    waits: calls.map(({ answeredAt, offeredAt }) =>
      answeredAt < 0 ? -1 : Math.round((answeredAt - offeredAt) / 1e5) / 10,
    ),
    /** Members in the order in which they were called. */
    called: heard.lines.flatMap((line) => /-- Called (?:SIP\/)?(\S+)/.exec(line)?.[1] ?? []),
    status: heard.lines.flatMap((line) => /"status (\w*)"/.exec(line)?.[1] ?? []),
    left: legs.size + channelTable.rows.size + queues.reduce((sum, { size }) => sum + size, 0),
  };
}

/** A phone that rings and is not picked up. */
const SILENT = { members: { ...PHONES.members, answerAfter: '500s' } };

describe('Queue(): who is called', () => {
  it('ringall: all at once, the first who answers has the call', () => {
    const desk = helpDesk();
    expect(desk.called).toEqual(['1001', '1002', '1003']);
    expect([desk.waits, desk.calls[0]!.outcome, desk.left]).toEqual([[2], 'local', 0]);
  });

  it('rrmemory: one after the other, and the next caller begins behind the last who was called', () => {
    const desk = helpDesk({ queue: 'strategy=rrmemory', at: [30, 60, 90, 120] });
    expect(desk.called).toEqual(['1001', '1002', '1003', '1001']);
  });

  it('leastrecent: whose last call ended first', () => {
    const desk = helpDesk({ queue: 'strategy=leastrecent', at: [30, 31, 60, 120], talk: '20s' });
    // The second caller is first in line when 1001 answers, whose last call has not ended yet: busy.
    expect(desk.called).toEqual(['1001', '1001', '1002', '1003', '1001']);
  });

  it('fewestcalls, linear and penalties', () => {
    expect(helpDesk({ queue: 'strategy=fewestcalls', at: [30, 60, 90, 120] }).called).toEqual([
      '1001',
      '1002',
      '1003',
      '1001',
    ]);
    expect(helpDesk({ queue: 'strategy=linear', at: [30, 60, 90] }).called).toEqual(['1001', '1001', '1001']);
    const members = ['SIP/1001,2', 'SIP/1002,1', 'SIP/1003,1'];
    expect(helpDesk({ members }).called).toEqual(['1002', '1003']);
    expect(helpDesk({ queue: 'strategy=rrmemory', members, at: [30, 60, 90] }).called).toEqual([
      '1002',
      '1003',
      '1002',
    ]);
  });

  it('who does not answer within timeout is followed by the next after retry; without end until the caller leaves', () => {
    const phones = SILENT;
    const desk = helpDesk({ queue: 'strategy=rrmemory\ntimeout=10\nretry=3', phones, patience: '50s' });
    expect(desk.called).toEqual(['1001', '1002', '1003', '1001']); // At 0, 13, 26 and 39 s.
    expect([desk.waits, desk.calls[0]!.outcome, desk.left]).toEqual([[-1], 'abandoned', 0]);
  });

  it('a member who is not there is passed over at once', () => {
    const phones = { members: { ...PHONES.members, powered: 'no' } };
    const desk = helpDesk({ members: ['SIP/1009', 'SIP/1001', 'Local/1002@desk/n'], queue: 'strategy=linear', phones });
    expect(desk.called).toEqual(expect.arrayContaining(['Local/1002@desk/n']));
    expect(desk.waits).toEqual([-1]);
  });

  it('Local members run their extension', () => {
    expect(helpDesk({ members: ['Local/1002@desk/n'] }).waits).toEqual([2]);
  });

  it('ringinuse=no: a member in a talk is not called, wrapuptime: nor for that long after it', () => {
    const one = { members: ['SIP/1001'], at: [30, 40], talk: '20s' };
    // The phone takes one call: 486 each 5 s until the talk ends at 52.
    expect(helpDesk({ ...one, queue: 'ringinuse=no' }).waits).toEqual([2, 15]);
    expect(helpDesk({ ...one, queue: 'ringinuse=no' }).called).toEqual(['1001', '1001']);
    expect(helpDesk({ ...one, queue: 'ringinuse=no\nwrapuptime=10' }).waits).toEqual([2, 24]);
    expect(helpDesk({ ...one, queue: 'ringinuse=yes\nretry=5' }).called.length).toBeGreaterThan(2);
  });
});

describe('members that the dialplan adds, pauses and removes', () => {
  /** Steps of 600. */
  const steps = (...lines: readonly string[]): string =>
    ['Answer()', ...lines, 'Hangup()'].map((line, i) => `exten => 600,${i + 1},${line}`).join('\n');
  const SAYS = 'NoOp(status ${AQMSTATUS}${PQMSTATUS}${UPQMSTATUS}${RQMSTATUS})';

  it('one who was added is called, one who is paused is not, and the plan learns what became of it', () => {
    const plan = steps(
      'AddQueueMember(help,SIP/1003)',
      'PauseQueueMember(,SIP/1001)',
      SAYS,
      'Queue(help,,,,8)',
      'RemoveQueueMember(help,SIP/1003)',
      'UnpauseQueueMember(help,SIP/1001)',
      SAYS,
      'Queue(help,,,,8)',
    );
    const desk = helpDesk({ plan, members: ['SIP/1001'], phones: SILENT });
    expect(desk.called).toEqual(['1003', '1001']);
    expect(desk.status).toEqual(['ADDEDPAUSED', 'ADDEDPAUSEDUNPAUSEDREMOVED']);
  });

  it('without a device it is the caller, who is a member until removed', () => {
    const plan = steps('AddQueueMember(help,,1)', 'AddQueueMember(help)', SAYS);
    expect(helpDesk({ plan, members: [] }).status).toEqual(['MEMBERALREADY']);
  });

  it('a queue whose members are all paused lets nobody in with joinempty=paused', () => {
    const plan = steps('PauseQueueMember(help,SIP/1001)', 'Queue(help)', 'NoOp(status ${QUEUESTATUS})');
    for (const [joinempty, status] of [
      ['paused', 'JOINEMPTY'],
      ['strict', 'JOINEMPTY'],
    ] as const)
      expect(helpDesk({ plan, members: ['SIP/1001'], queue: `joinempty=${joinempty}` }).status).toEqual([status]);
  });

  it('1.2 jumps to n+101 where one is a member already or is not found, and else ends the call at an unknown device', () => {
    const jump = (step: string, there = 'exten => 600,102,NoOp(status jumped)'): readonly string[] =>
      helpDesk({
        profile: '1.2',
        plan: `exten => 600,1,${step}\nexten => 600,2,NoOp(status next)\n${there}\n`,
      }).status;
    expect(jump('AddQueueMember(help|SIP/1001|0|j)')).toEqual(['jumped']);
    expect(jump('AddQueueMember(help|SIP/1001)', '')).toEqual(['next']);
    expect(jump('RemoveQueueMember(help|SIP/9|j)')).toEqual(['jumped']);
    expect(jump('PauseQueueMember(|SIP/9|j)')).toEqual(['jumped']);
    expect(jump('PauseQueueMember(|SIP/9)', '')).toEqual([]);
  });
});

describe('Queue(): who waits', () => {
  const busy = { at: [30, 31, 32, 33], talk: '100s', queue: 'strategy=rrmemory\nringinuse=no' };

  it('in 1.2 and without autofill the first of the line alone is served; with it as many as there are members', () => {
    const old = helpDesk({ ...busy, profile: '1.2', queue: 'strategy=rrmemory' });
    expect(old.waits.slice(0, 3)).toEqual([2, 4, 6]);
    expect(helpDesk({ ...busy, queue: `${busy.queue}\nautofill=yes` }).waits).toEqual([2, 2, 2, 102]);
    expect(helpDesk(busy).waits).toEqual([2, 4, 6, 102]);
  });

  it('its time limit ends in TIMEOUT, and the plan goes on', () => {
    const plan = PLAN.replace('Queue(help)', 'Queue(help,,,,30)');
    const desk = helpDesk({ plan, phones: SILENT });
    expect([desk.status, desk.left]).toEqual([['TIMEOUT'], 0]);
    expect((desk.calls[0]!.endedAt - desk.calls[0]!.offeredAt) / 1e6).toBeCloseTo(30, 3);
    const old = helpDesk({
      profile: '1.2',
      plan: PLAN.replace('Queue(help)', 'Queue(help||||30)'),
      phones: SILENT,
      queue: 'timeout=10',
    });
    expect(old.status).toEqual(['TIMEOUT']);
  });

  it('option n leaves after one try of each member; maxlen lets no more in', () => {
    const plan = PLAN.replace('Queue(help)', 'Queue(help,n)');
    const desk = helpDesk({ plan, phones: SILENT, queue: 'timeout=10\nretry=2\nstrategy=rrmemory' });
    expect([desk.called, desk.status]).toEqual([['1001', '1002', '1003'], ['TIMEOUT']]);
    expect(helpDesk({ phones: SILENT, queue: 'maxlen=1', at: [30, 40], patience: '100s' }).status).toEqual(['FULL']);
  });

  it.each([
    ['16', '', []],
    ['16', 'joinempty=no', []],
    ['16', 'joinempty=strict', ['JOINEMPTY']],
    ['16', 'joinempty=unavailable,invalid', ['JOINEMPTY']],
    ['16', 'leavewhenempty=strict', ['LEAVEEMPTY']],
    ['1.2', '', []],
    ['1.2', 'joinempty=strict', ['JOINUNAVAIL']],
    ['1.2', 'leavewhenempty=yes', []],
    ['1.2', 'leavewhenempty=strict', ['LEAVEUNAVAIL']],
  ] as const)('members without a registration, Asterisk %s, %j: %j', (profile, queue, status) => {
    const phones = { members: { ...PHONES.members, powered: 'no' } };
    const desk = helpDesk({ profile, queue: `${queue}\ntimeout=10`, phones, patience: '60s' });
    expect([desk.status, desk.left]).toEqual([status, 0]);
  });

  it('1.2 lets nobody into a queue without members', () => {
    expect(helpDesk({ profile: '1.2', members: [] }).status).toEqual(['JOINEMPTY']);
    expect(helpDesk({ profile: '1.2', members: ['SIP/9999'] }).status).toEqual(['JOINEMPTY']);
  });

  it('an unknown queue: UNKNOWN, and the plan goes on', () => {
    expect(helpDesk({ plan: PLAN.replace('Queue(help)', 'Queue(hepl)') }).status).toEqual(['UNKNOWN']);
  });
});

describe('Queue(): announcements', () => {
  const one = { members: ['SIP/1001'], at: [30, 40], talk: '20s', plan: PLAN };
  const place = 'ringinuse=no\nannounce-frequency=60\nannounce-holdtime=no';

  it('who is told the place in the line hears it to the end before looking whether it is the turn', () => {
    // The first talks from 32 to 45: without a word the second looks each second until 46.
    const short = { ...one, talk: '13s' };
    expect(helpDesk({ ...short, queue: 'ringinuse=no\nretry=1' }).waits).toEqual([2, 8]);
    // "You are next" and "thank you" are 6.98 s, from 41 on.
    expect(helpDesk({ ...short, queue: `${place}\nretry=1` }).waits).toEqual([2, 10]);
  });

  it('to the first user: members are called after it', () => {
    const queue = `${place}\nannounce-to-first-user=yes`;
    expect(helpDesk({ ...one, at: [30], queue }).waits).toEqual([2 + 7]);
  });

  it('a text takes its time in 16 also before the first try, and not when 1.2 rings', () => {
    const queue = 'periodic-announce-frequency=5\nretry=1\ntimeout=4';
    const lone = { members: ['SIP/1001'], at: [30], phones: SILENT, patience: '31s', queue };
    // Tries at 0, 5 + 7.84 ...: each round has one text.
    expect(helpDesk(lone).called).toHaveLength(3);
    expect(helpDesk({ ...lone, queue: 'retry=1\ntimeout=4' }).called).toHaveLength(7);
    const old = { ...lone, profile: '1.2' as const };
    expect(helpDesk(old).called).toHaveLength(3);
    expect(helpDesk({ ...old, plan: PLAN.replace('Queue(help)', 'Queue(help|r)') }).called).toHaveLength(7);
  });

  it('what the member hears first comes out of the wait of the caller, who may give up meanwhile', () => {
    const greeting = 'memberdelay=3\nannounce=queue-minute&queue-minutes\nreportholdtime=yes';
    expect(helpDesk({ ...one, at: [30], queue: greeting }).waits).toEqual([9.8]); // 2 + 3 + 0.84 + 0.88 + 1.1, and "seven seconds"
    expect(helpDesk({ ...one, at: [30], queue: 'queue-callerannounce=own' }).waits).toEqual([5]);
    const plan = PLAN.replace('Queue(help)', 'Queue(help,,,queue-minute)');
    expect(helpDesk({ ...one, at: [30], plan, queue: 'announce=own' }).waits).toEqual([2.8]);
    const gone = helpDesk({ ...one, at: [30], queue: 'memberdelay=10', patience: '6s' });
    expect([gone.waits, gone.calls[0]!.outcome, gone.left]).toEqual([[-1], 'abandoned', 0]);
  });

  it('the next in line has to wait until the talk begins', () => {
    const two = { at: [30, 31], queue: 'strategy=rrmemory\nringinuse=no\nmemberdelay=10' };
    expect(helpDesk(two).waits).toEqual([12, 23]);
  });
});

describe('Queue(): the end', () => {
  it('the plan is over when a member hangs up; with option c of 16 it goes on with CONTINUE', () => {
    expect(helpDesk().status).toEqual([]);
    const plan = PLAN.replace('Queue(help)', 'Queue(help,c)');
    // The caller hangs up first here: then there is nothing to go on with.
    expect(helpDesk({ plan }).status).toEqual([]);
  });

  it('a crash forgets the line: who waits is lost; who talks past the server does not notice; the first member is next', () => {
    const faults = [
      { at: '60s', crash: 'pbx1' },
      { at: '70s', restart: 'pbx1' },
    ];
    const desk = helpDesk({
      faults,
      at: [30, 31, 32, 33, 200],
      talk: '100s',
      queue: 'strategy=rrmemory\nringinuse=no\nautofill=yes',
    });
    expect(desk.calls.map(({ lost }) => lost)).toEqual([false, false, false, true, false]);
    expect([desk.called[3], desk.left]).toEqual(['1001', 0]);
  });
});
