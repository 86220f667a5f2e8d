import { describe, expect, it } from 'vitest';
import { SECOND } from '../../src/kernel/units.ts';
import { Listener } from '../../src/measure/listener.ts';
import { Cluster } from '../../src/model/cluster.ts';
import type { ServerId } from '../../src/model/ids.ts';
import { answerCommand } from '../../src/report/console/answerCommand.ts';
import { listing, scenario, shipped } from '../story/replay.ts';
import { withFiles } from '../story/files.ts';
import type { Scenario } from '../../src/scenario/index.ts';

/** `lookup`: between the question to the hub and its answer, when a lookup is under way at regpbx1. */
type Moment = number | 'lookup';

function clusterAt({ config, seed }: Scenario, moment: Moment): (server: string, command: string) => readonly string[] {
  const cluster = new Cluster(config, { seed, observations: new Listener() });
  cluster.sim.run(Math.round((moment === 'lookup' ? 10 : moment) * SECOND));
  if (moment === 'lookup') while (openTransactions(cluster) === 0) cluster.sim.runSome(11 * SECOND, 1);
  return (server, command) =>
    answerCommand(cluster.parts, config.servers.findIndex(({ name }) => name === server) as ServerId, command).lines;
}

function openTransactions({ parts }: Cluster): number {
  let count = 0;
  parts.dundi.transactions.each(() => {
    count++;
  });
  return count;
}

const COMMON = `
duration: 1m
start: { refreshPhase: 100s, qualifyPhase: 50s, wallSecond: 500ms }
phones: { office: { numbers: 1001..1006, home: round-robin, addresses: 10.10.10.62.., expires: 300s } }
calls: [{ at: 10s, from: 1001, to: 1002, talk: 20s }]
`;
const on12 = (): Scenario => scenario(`asterisk: ./paper\n${COMMON}`);
const on16 = (): Scenario =>
  scenario(
    `profile: asterisk-16\nasterisk: ./paper-16\nservers: { regpbx1..5: { context: phones-regcontext } }\n${COMMON}`,
  );

/** Columns of Asterisk's are wider than the paper prints them. */
function narrow(lines: readonly string[]): string[] {
  return lines.map((line) => line.trim().replace(/ +/g, ' '));
}

describe("the paper's screens", () => {
  const ask = clusterAt(shipped('example-2'), 1);

  it('dundi show peers', () => {
    const [, heading, ...rest] = listing('show-peers').trim().split('\n');
    const peers = rest.slice(0, 5);
    // The paper's slips: its peers stand in the order of dundi.conf, where Asterisk lists the last one first
    // (pbx_dundi.c:build_peer inserts at the head); and its second prompt is that of another server, ast1.
    expect(rest.slice(6)).toEqual(['ast1*CLI>']);
    expect(narrow(ask('dunpbx1', 'dundi show peers'))).toEqual(narrow([heading!, ...peers.reverse(), rest[5]!]));
  });

  it('show dialplan', () => {
    const [, ...screen] = listing('show-dialplan').trim().split('\n');
    // The paper prints the beginning of it: this context was made last and comes first.
    expect(narrow(ask('regpbx1', 'show dialplan').slice(0, 3))).toEqual(narrow(screen));
    const alone = ask('regpbx1', 'show dialplan sipregistration');
    expect(narrow(alone)).toEqual([...narrow(screen), '', '-= 2 extensions (2 priorities) in 1 context. =-']);
  });
});

const SCREENS: readonly (readonly [moment: Moment, server: string, command: string])[] = [
  [1, 'dunpbx1', 'dundi show peers'],
  [1, 'regpbx1', 'dundi show peer 00:14:22:23:26:2E'],
  [1, 'regpbx1', 'dundi show peer 1:2:3:4:5:6'],
  [1, 'regpbx1', 'dundi show mappings'],
  [1, 'dunpbx1', 'dundi show mappings'],
  [1, 'regpbx1', 'dundi show entityid'],
  [1, 'regpbx1', 'dundi show requests'],
  ['lookup', 'regpbx1', 'dundi show requests'],
  ['lookup', 'regpbx1', 'dundi show trans'],
  [1, 'regpbx1', 'dundi lookup 1002@priv'],
  [1, 'regpbx1', 'dundi lookup 1002@priv bypass'],
  [1, 'regpbx1', 'dundi lookup 1999@priv'],
  [1, 'regpbx1', 'sip show peers'],
  [20, 'regpbx1', 'sip show peers'],
  [1, 'regpbx1', 'sip show peer 1001'],
  [1, 'regpbx1', 'sip show peer 9'],
  [1, 'regpbx1', 'sip show registry'],
  [20, 'regpbx1', 'core show channels'],
  [20, 'regpbx2', 'core show channels'],
  [1, 'regpbx1', 'core show channels'],
  [1, 'regpbx1', 'dialplan show lookupdundi'],
  [1, 'regpbx1', 'dialplan show 1001@sipregistration'],
  [1, 'regpbx1', 'dialplan show nowhere'],
  [20, 'regpbx1', 'database show'],
  [20, 'regpbx1', 'database show dundi/cache'],
  [20, 'regpbx1', 'database show SIP/Registry'],
  [1, 'regpbx1', 'iax2 show users'],
  [1, 'regpbx1', 'iax2 show peers'],
  [1, 'regpbx1', 'core show version'],
  [1, 'regpbx1', 'help'],
  [1, 'regpbx1', 'help sip show peer'],
  [1, 'regpbx1', 'sip shwo peers'],
];

describe.each([
  ['1.2', on12],
  ['16', on16],
] as const)("Asterisk %s's own layouts", (release, make) => {
  it('of every command', async () => {
    const text = SCREENS.map(
      ([moment, server, command]) =>
        `${server}*CLI> ${command}  (${moment === 'lookup' ? 'during a lookup' : `${moment} s`})\n${clusterAt(
          make(),
          moment,
        )(server, command)
          .map((line) => `${line}\n`)
          .join('')}\n`,
    ).join('');
    await expect(
      text
        .replace(/(?<=priv:|secret +: |;)[\w+]{22}/g, 'THE-SECRET.')
        .replace(/completed in [1-9]\d? ms/g, 'completed in a few ms')
        .replace(/(?<=priv:)[\w+]{7,16}$/gm, 'THE-SECRET.'),
    ).toMatchFileSnapshot(`./snapshots/console-${release}.txt`);
  });

  it('old and new names are the same command', () => {
    const ask = clusterAt(make(), 20);
    for (const [recent, old] of [
      ['core show channels', 'show channels'],
      ['dialplan show incoming', 'show dialplan incoming'],
      ['core show version', 'show version'],
    ] as const) {
      expect(ask('regpbx1', old)).toEqual(ask('regpbx1', recent));
    }
  });
});

describe('peers of the files', () => {
  const phone = 'type=friend\nhost=dynamic\n';
  const files = {
    'pbx/sip.conf': `[general]\ncontext=nowhere\nqualify=no\n[1001]\n${phone}context=office\nqualify=yes\ncall-limit=2\n[1002]\n${phone}callcounter=yes\n[gone]\n${phone}[itsp]\ntype=peer\nhost=10.9.0.2\ndefaultuser=me\ncontext=from-itsp\nqualify=yes\n[far]\ntype=peer\nhost=192.0.2.1\n[caller]\ntype=user\nsecret=x\n`,
    'pbx/iax.conf':
      '[other]\ntype=peer\nhost=10.9.0.2\nusername=me\nqualify=yes\n[far]\ntype=peer\nhost=192.0.2.1\n[gone]\ntype=friend\nhost=dynamic\n',
    'pbx/extensions.conf': '[office]\n',
    'itsp/sip.conf': '[general]\n',
    'itsp/iax.conf': '[general]\n',
    'itsp/extensions.conf': '[default]\n',
  };
  const at = (profile: string, moment: number) =>
    clusterAt(
      withFiles(
        files,
        `profile: ${profile}\nduration: 2m\nservers: { pbx: { address: 10.9.0.1 }, itsp: { address: 10.9.0.2 } }\nphones: { a: { numbers: 1001..1002, home: pbx, static: yes, expires: 300s, addresses: 10.9.1.1.. } }\nfaults: [{ at: 70s, crash: itsp }]`,
      ),
      moment,
    );

  it('sip show peers: phones and other hosts, each by its own section', () => {
    expect(narrow(at('asterisk-16', 1)('pbx', 'sip show peers')).slice(1)).toEqual([
      '1001/1001 10.9.1.1 D Auto (No) No 5060 OK (1 ms)',
      '1002/1002 10.9.1.2 D Auto (No) No 5060 Unmonitored',
      'far 192.0.2.1 Auto (No) No 5060 Unmonitored',
      'gone (Unspecified) D Auto (No) No 0 Unmonitored',
      'itsp/me 10.9.0.2 Auto (No) No 5060 OK (1 ms)',
      '5 sip peers [Monitored: 2 online, 0 offline Unmonitored: 2 online, 1 offline]',
    ]);
    expect(narrow(at('asterisk-1.2', 1)('pbx', 'sip show peers')).at(-1)).toBe('5 sip peers [5 online , 0 offline]');
    expect(narrow(at('asterisk-16', 119)('pbx', 'sip show peers'))[5]).toBe(
      'itsp/me 10.9.0.2 Auto (No) No 5060 UNREACHABLE',
    );
  });

  it('sip show peer: what its own section says', () => {
    const ask = at('asterisk-16', 1);
    const values = (name: string): readonly string[] =>
      narrow(ask('pbx', `sip show peer ${name}`)).filter((line) =>
        /^(Context|Call limit|Dynamic|Addr->IP|Status|Def)/.test(line),
      );
    expect(values('1001')).toEqual([
      'Context : office',
      'Call limit : 2',
      'Dynamic : Yes',
      'Addr->IP : 10.9.1.1:5060',
      'Def. Username: 1001',
      'Status : OK (1 ms)',
    ]);
    expect(values('1002').slice(0, 2)).toEqual(['Context : nowhere', 'Call limit : 2147483647']);
    expect(values('itsp')).toEqual([
      'Context : from-itsp',
      'Call limit : 0',
      'Dynamic : No',
      'Addr->IP : 10.9.0.2:5060',
      'Def. Username: me',
      'Status : OK (1 ms)',
    ]);
    expect(ask('pbx', 'sip show peer caller')).toEqual(['Peer caller not found.', '']);
  });

  it('iax2 show peers', () => {
    expect(narrow(at('asterisk-1.2', 1)('pbx', 'iax2 show peers'))).toEqual([
      'Name/Username Host Mask Port Status',
      'other/me 10.9.0.2 (S) 255.255.255.255 4569 OK (1 ms)',
      'far 192.0.2.1 (S) 255.255.255.255 4569 Unmonitored',
      'gone (Unspecified) (D) 255.255.255.255 0 Unmonitored',
      '3 iax2 peers [1 online, 0 offline, 2 unmonitored]',
    ]);
    expect(narrow(at('asterisk-16', 1)('pbx', 'iax2 show peers')).at(-2)).toBe(
      'gone (null) (D) (null) (null) Unmonitored',
    );
  });
});

describe('dialplan show EXTEN@CONTEXT', () => {
  const ask = clusterAt(on12(), 1);

  it('shows the pattern that fits', () => {
    expect(narrow(ask('regpbx1', 'dialplan show 1002@phones'))).toEqual([
      "[ Context 'phones' created by 'pbx_config' ]",
      "'_XXXX' => 1. Goto(lookuplocal|${EXTEN}|1) [pbx_config]",
      '',
      '-= 1 extension (1 priority) in 1 context. =-',
    ]);
  });

  it('looks into the contexts that it includes', () => {
    const lines = narrow(ask('regpbx1', 'dialplan show i@lookupmysql'));
    expect(lines[0]).toBe("[ Included context 'invalid' created by 'pbx_config' ]");
    expect(lines[1]).toMatch(/^'i' => 1\. /);
    expect(lines.at(-1)).toMatch(/ in 1 context\. =-$/);
  });

  it('names nothing but the switches, which may know it, where nothing fits', () => {
    expect(narrow(ask('regpbx1', 'dialplan show 1001@lookupdundi'))).toEqual([
      "Alt. Switch => 'DUNDi/priv' [pbx_config]",
      'There is no existence of 1001@lookupdundi extension',
    ]);
    expect(ask('regpbx1', 'dialplan show nothing@')).toEqual(
      expect.arrayContaining(["There is no existence of 'nothing' extension in all contexts"]),
    );
  });
});

describe('commands that change something', () => {
  it('dundi flush empties the cache, and the next lookup asks again', () => {
    const ask = clusterAt(shipped('example-2'), 10.05);
    expect(ask('regpbx1', 'database show dundi/cache')).toHaveLength(2);
    expect(ask('regpbx1', 'dundi flush')).toEqual(['DUNDi Cache Flushed']);
    expect(ask('regpbx1', 'database show dundi/cache')).toEqual([]);
  });

  it('a lookup is answered from the cache by the second time, unless it is told to bypass it', () => {
    const ask = clusterAt(shipped('example-2'), 1);
    const took = (lines: readonly string[]): number => Number(/completed in (\d+) ms/.exec(lines.at(-1)!)![1]);
    expect(took(ask('regpbx1', 'dundi lookup 1002@priv'))).toBeGreaterThan(0);
    expect(took(ask('regpbx1', 'dundi lookup 1002@priv'))).toBe(0);
    expect(took(ask('regpbx1', 'dundi lookup 1002@priv bypass'))).toBeGreaterThan(0);
  });
});

describe('under chan_pjsip', () => {
  const FILES = {
    'pbx1/pjsip.conf':
      '[pbx2]\ntype=endpoint\naors=pbx2\n[pbx2]\ntype=aor\ncontact=sip:10.9.0.2:5060\nqualify_frequency=10\n[idle]\ntype=endpoint\naors=idle\n[idle]\ntype=aor\ncontact=sip:10.9.0.2\n',
    'pbx1/extensions.conf': '[phones]\n',
    'pbx2/pjsip.conf': '',
    'pbx2/extensions.conf': '[phones]\n',
  };
  const TEXT =
    'profile: asterisk-22\nduration: 2m\nservers: { pbx1..2: { address: 10.9.0.1.. } }\nfaults: [{ at: 30s, crash: pbx2 }]\n';
  const at = (moment: number, command: string): string =>
    narrow(clusterAt(withFiles(FILES, TEXT), moment)('pbx1', command)).join('\n');

  it('trunks are listed with their permanent contacts, whether they answer, and in which time', () => {
    expect(at(20, 'pjsip show contacts')).toMatch(
      /Contact: idle\/sip:10\.9\.0\.2 [0-9a-f]{10} NonQual nan\nContact: pbx2\/sip:10\.9\.0\.2:5060 [0-9a-f]{10} Avail 0\.\d{3}\n/,
    );
    expect(at(60, 'pjsip show endpoint pbx2')).toMatch(
      /Endpoint: pbx2 Unavailable 0 of inf\nAor: pbx2 0\nContact: .* Unavail nan\n/,
    );
    expect(at(60, 'pjsip show endpoint nobody')).toContain('Unable to find object nobody.');
  });

  it('help lists the commands of its channel driver alone, and no others are answered', () => {
    expect(at(1, 'help')).toContain('pjsip show contacts');
    expect(at(1, 'help')).not.toContain('sip show peers');
    expect(at(1, 'sip show peers')).toContain("No such command 'sip show peers'");
    const on12 = narrow(clusterAt(shipped('example-2'), 1)('regpbx1', 'help')).join('\n');
    expect(on12).toContain('sip show peers');
    expect(on12).not.toContain('pjsip');
  });
});

describe('commands that cannot be answered', () => {
  const parts = new Cluster(shipped('example-2').config, { seed: '1', observations: new Listener() }).parts;
  it.each([
    ['dundi shw peers', "No such command 'dundi shw peers' (type 'help' for help); did you mean \"dundi show peers\"?"],
    ['xyzzy', "No such command 'xyzzy' (type 'help' for help)"],
    ['sip show peer', 'Usage: sip show peer NAME'],
    ['dundi lookup 1002@priv bypas', 'Usage: dundi lookup NUMBER [bypass]'],
    ['dundi precache', "'dundi precache' is not answered here: precaching is not modelled"],
    ['help xyzzy', "No such command 'xyzzy'."],
  ])('%s', (command, line) => {
    expect(answerCommand(parts, 1 as ServerId, command)).toEqual({ lines: [line], mistake: true });
  });
});
