import { describe, expect, it } from 'vitest';
import { Listener } from '../../src/measure/listener.ts';
import { Cluster } from '../../src/model/cluster.ts';
import { SECOND } from '../../src/kernel/units.ts';
import type { CallRecord, MessageRecord } from '../../src/model/observations.ts';
import { withFiles } from './files.ts';

const MAIN_SIP =
  '[general]\nallowguest=yes\ncontext=phones\n[branch]\ntype=friend\nhost=dynamic\nsecret=s\ncontext=phones\n';
const MAIN_IAX = '[general]\n[branch]\ntype=friend\nhost=dynamic\nsecret=s\ncontext=phones\n';

/** A main office that dials its branch by a name for which the branch registers; the branch has phone 2001. */
function offices(of: {
  tech?: 'SIP' | 'IAX2';
  secret?: string;
  account?: string;
  start?: 'steady' | 'cold';
  at?: number;
  profile?: string;
  more?: string;
  /** Of the section of the main office's sip.conf. */
  qualify?: string;
  /** File of the main office that gets a regcontext. */
  regcontext?: string;
}) {
  const { tech = 'SIP', secret = 's', account = 'branch', start = 'steady', at = 30, profile = 'asterisk-16' } = of;
  const register = `register => ${account}:${secret}@10.10.10.121\n`;
  const separator = profile === 'asterisk-1.2' ? '|' : ',';
  const withContext = (file: string, text: string): string =>
    of.regcontext === file ? text.replace('[branch]', 'regcontext=away\n[branch]\nregexten=2001&2002') : text;
  return withFiles(
    {
      'main/sip.conf': withContext('main/sip.conf', `${MAIN_SIP}qualify=${of.qualify ?? 'no'}\n`),
      'main/iax.conf': withContext('main/iax.conf', MAIN_IAX),
      'main/extensions.conf': `[phones]\nexten => _2XXX,1,Dial(${tech}/branch/\${EXTEN}${separator}20)\n`,
      'site/sip.conf': `[general]\nallowguest=yes\ncontext=phones\n${tech === 'SIP' ? register : ''}`,
      'site/iax.conf': `[general]\n${tech === 'IAX2' ? register : ''}[main]\ntype=user\ncontext=phones\n`,
      'site/extensions.conf': '[phones]\nexten => 2001,1,Dial(SIP/2001)\n',
    },
    [
      `profile: ${profile}`,
      'duration: 10m',
      `start: { state: ${start} }`,
      'servers: { main: { address: 10.10.10.121 }, site: { address: 10.10.10.122 } }',
      'phones:',
      '  a: { numbers: 1001, home: main, static: yes, expires: 3600s }',
      '  b: { numbers: 2001, home: site, static: yes, expires: 3600s, answerAfter: 1s }',
      `calls: [{ at: ${at}s, from: 1001, to: 2001, talk: 5s }]`,
      of.more ?? '',
    ].join('\n'),
  );
}

function run(of: Parameters<typeof offices>[0]) {
  const { config, seed, remarks } = offices(of);
  const calls: CallRecord[] = [];
  const sent: (readonly [at: number, title: string, status: number])[] = [];
  class Ears extends Listener {
    override readonly wantsMessages = true;
    override callEnded(call: CallRecord): void {
      calls.push(call);
    }
    override messageSent({ at, message, fields }: MessageRecord): void {
      const { status = 0 } = fields as { status?: number };
      if (/REGISTER of a server|^REG(?:REQ|AUTH|ACK|REJ)$/.test(message.title))
        sent.push([Math.round(at / SECOND), message.title, status]);
    }
  }
  const cluster = new Cluster(config, { seed, observations: new Ears() });
  cluster.sim.run(config.duration);
  cluster.finish();
  const titles = sent.map(([, title, status]) => (status === 0 ? title : `${status}`));
  const risks = remarks.filter(({ severity }) => severity === 'risk').map(({ text }) => text);
  const seconds = Math.round((calls[0]!.endedAt - calls[0]!.offeredAt) / SECOND);
  return { outcome: calls[0]!.outcome, seconds, sent, titles, risks };
}

describe.each(['SIP', 'IAX2'] as const)('a server registers at another one over %s', (tech) => {
  it.each(['asterisk-1.2', 'asterisk-16'])('and is reached by the name of its section (%s)', (profile) => {
    expect(run({ tech, profile })).toMatchObject({ outcome: 'otherServer', risks: [] });
  });

  it('from its start on: request, challenge, request, answer, and again before its time is over', () => {
    const { sent, titles, outcome } = run({ tech, start: 'cold' });
    const four =
      tech === 'SIP'
        ? ['REGISTER of a server', '401', 'REGISTER of a server', '200']
        : ['REGREQ', 'REGAUTH', 'REGREQ', 'REGACK'];
    expect([outcome, titles.slice(0, 4)]).toEqual(['otherServer', four]);
    const refresh = tech === 'SIP' ? 120 - 15 : 50; // 15 s before the end; 5/6 of it.
    expect([sent[0]![0], sent[4]![0], sent[8]![0]]).toEqual([0, refresh, 2 * refresh]);
  });

  it('and is reached again after a crash of either, the other one remembering where it is', () => {
    const crash = (server: string): string =>
      `faults: [{ at: 40s, crash: ${server} }, { at: 60s, restart: ${server} }]`;
    for (const server of ['main', 'site'])
      expect(run({ tech, at: 80, more: crash(server) }).outcome).toBe('otherServer');
  });

  it('and is not found any more when its time is over', () => {
    const dead = 'faults: [{ at: 40s, crash: site }]';
    const { outcome } = run({ tech, at: 400, more: dead });
    expect(outcome).toBe('congestion');
  });

  it('makes the extensions of its section in the regcontext, until its time is over, and again when the other one restarts', () => {
    const file = tech === 'SIP' ? 'main/sip.conf' : 'main/iax.conf';
    const faults = 'faults: [{ at: 40s, crash: main }, { at: 50s, restart: main }, { at: 100s, crash: site }]';
    const { config, seed } = offices({ tech, start: 'cold', more: faults, regcontext: file });
    const { sim, parts } = new Cluster(config, { seed, observations: new Listener() });
    const has = (second: number): boolean => {
      sim.run(second * SECOND);
      return parts.plans[0]!.has('away', '2001') && parts.plans[0]!.has('away', '2002');
    };
    expect([has(0), has(5), has(45), has(61), has(100), has(400)]).toEqual([false, true, false, true, true, false]);
  });

  it.each([
    ['a wrong secret', { secret: 'x' }, 'main refuses this registration: [branch] of its FILE has another secret'],
    [
      'a name that it does not have',
      { account: 'brunch' },
      'main refuses this registration: its FILE has no section [brunch]; did you mean "branch"?',
    ],
  ])('not with %s, which check says', (_, wrong, risk) => {
    const { outcome, risks } = run({ tech, start: 'cold', ...wrong });
    expect([outcome, risks]).toEqual(['congestion', [risk.replace('FILE', tech === 'SIP' ? 'sip.conf' : 'iax.conf')]]);
  });
});

it('a provider that is no server of the scenario is a note, and its registration sends nothing', () => {
  const { remarks } = withFiles(
    {
      'a/sip.conf': '[general]\nallowguest=yes\nregister => me:s@sip.example.com/100\n',
      'a/extensions.conf': '[default]\nexten => 1,1,NoOp\n',
      'b/sip.conf': '[general]\nallowguest=yes\n',
      'b/extensions.conf': '[default]\nexten => 1,1,NoOp\n',
    },
    'profile: asterisk-16\nservers: { a: { address: 10.0.0.1 }, b: { address: 10.0.0.2 } }\nphones: { p: { numbers: 1001, home: a, static: yes } }\n',
  );
  expect(remarks.map(({ text }) => text).filter((text) => text.startsWith('register'))).toEqual([
    'register => …@sip.example.com: no server of the scenario has this address, and nobody answers there',
  ]);
});

it.each(['asterisk-1.2', 'asterisk-16'])(
  'a branch that hangs is not called where sip.conf has qualify (%s)',
  (profile) => {
    const hangs = { profile, at: 100, more: 'faults: [{ at: 20s, hang: site }]' };
    const atOnce = run({ ...hangs, qualify: 'yes' }).seconds;
    expect(run(hangs).seconds - atOnce).toBe(20);
    expect(run({ ...hangs, qualify: 'yes', more: '' }).outcome).toBe('otherServer');
  },
);
