import { createHash } from 'node:crypto';
import { chmodSync, existsSync, rmSync, symlinkSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { replaceCluster } from '../../src/cli/runners/model.ts';
import { dundisim, dundisimWith, filesIn, folderWith, IdleCluster, textIn } from './world.ts';

beforeAll(() => replaceCluster((config, options) => new IdleCluster(config, options)));
afterAll(() => replaceCluster(undefined));

const office = 'title: A quiet office\nasterisk: ./paper\nduration: 5m\nphones: { office: { numbers: 1001..1010 } }\n';
const FILES = [
  'SHA256SUMS',
  'calls.csv',
  'lookups.csv',
  'phones.svg',
  'registrations.csv',
  'run.json',
  'series.csv',
  'summary.txt',
];

describe('run', () => {
  it('prints the summary, and writes all files under results/<name>', async () => {
    const here = folderWith({ 'sub/quiet.yaml': office.replace('./paper', '../paper') });
    const { code, out, err } = await dundisim(here, 'run', 'sub/quiet.yaml');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/\nFiles in results\/quiet\/\n$/);
    expect(filesIn(`${here}/results`)).toEqual(FILES.map((name) => `quiet/${name}`));
    expect(out.startsWith(textIn(here, 'results/quiet/summary.txt'))).toBe(true);
  });

  it('keeps in run.json what is needed to have the same again, and the sums of the long tables', async () => {
    const here = folderWith({ 'quiet.yaml': office });
    await dundisim(
      here,
      'run',
      'quiet.yaml',
      '--set',
      'servers.*.cachetime=30s',
      '--seed',
      "it's me",
      '--out',
      'there',
    );
    const run = JSON.parse(textIn(here, 'there/run.json')) as Record<string, unknown>;
    expect(run).toMatchObject({
      command: "dundisim run quiet.yaml --set 'servers.*.cachetime=30s' --seed 'it'\\''s me'",
      scenario: 'quiet',
      seed: "it's me",
      overrides: ['servers.*.cachetime=30s'],
      fingerprint: "fingerprint-it's me",
      version: expect.stringMatching(/^\d/) as string,
    });
    expect(run['expanded']).toMatchObject({ servers: { regpbx5: { cachetime: '30s' } }, profile: 'asterisk-1.2' });
    const sum = createHash('sha256').update(textIn(here, 'there/calls.csv')).digest('hex');
    expect(textIn(here, 'there/SHA256SUMS').split('\n')[0]).toBe(`${sum}  calls.csv`);
  });

  it('writes a variation beside it, another one for every difference', async () => {
    const here = folderWith({ 'quiet.yaml': office });
    for (const more of [[], ['--seed', '2'], ['--until', '2m'], ['--set', 'phones.0.count=5'], ['--seed', '2']])
      await dundisim(here, 'run', 'quiet.yaml', ...more);
    const folders = new Set(filesIn(`${here}/results`).map((name) => name.split('/')[0]!));
    expect([...folders].filter((name) => /^quiet@[0-9a-f]{8}$/.test(name))).toHaveLength(3);
    expect(folders.size).toBe(4);
  });

  it('--json prints one document and nothing else', async () => {
    const here = folderWith({ 'quiet.yaml': `${office}expect: [ "events < 5" ]\n` });
    const { code, out, err } = await dundisim(here, 'run', 'quiet.yaml', '--json');
    expect(JSON.parse(out)).toMatchObject({
      scenario: 'quiet',
      profile: 'asterisk-1.2',
      seed: '1',
      simulatedSeconds: 300,
      events: 35,
      calls: { offered: 0 },
    });
    expect([code, err]).toEqual([1, 'events < 5: no, it is 35\n']);
  });

  it('--trace writes a console for every server', async () => {
    const here = folderWith({ 'quiet.yaml': office });
    await dundisim(here, 'run', 'quiet.yaml', '--trace', '--out', 'r');
    expect(filesIn(`${here}/r/trace`)).toEqual([
      'dunpbx1.log',
      'regpbx1.log',
      'regpbx2.log',
      'regpbx3.log',
      'regpbx4.log',
      'regpbx5.log',
    ]);
    expect(textIn(here, 'r/trace/regpbx1.log').split('\n')).toHaveLength(6);
    expect(textIn(here, 'r/trace/regpbx2.log')).toBe('');
  });

  it('ends with 1 when an expectation does not hold, and says which', async () => {
    const here = folderWith({
      'quiet.yaml': `${office}expect: [ "events > 5", "simulatedSeconds < 60s", "calls.lost < 5%" ]\n`,
    });
    const { code, out } = await dundisim(here, 'run', 'quiet.yaml');
    expect(code).toBe(1);
    const answer = out.slice(0, out.indexOf('\n\n')).replaceAll('\n', ' ');
    expect(answer).toMatch(
      /; simulatedSeconds < 60s was expected, and it is \d+; calls.lost < 5% was expected, and there is nothing to measure\.$/,
    );
    expect(answer).not.toContain('events > 5');
    expect(out).toContain(
      '\nExpected\n  events > 5: yes, it is 35\n  simulatedSeconds < 60s: no, it is 300\n  calls.lost < 5%: nothing to measure\n',
    );
  });

  it('tells the answer under other profiles beneath', async () => {
    const here = folderWith({ 'quiet.yaml': `${office}alsoUnder: [whitepaper, asterisk-1.2]\n` });
    const { out } = await dundisim(here, 'run', 'quiet.yaml');
    expect(out).toMatch(/\nThe same under the other profiles\n.*Under whitepaper: /);
    expect(out).not.toContain('Under asterisk-1.2');
  });

  it('ends its answer with what came of the variations', async () => {
    const whatIf = 'whatIf:\n  - { name: a shorter run, set: [duration=1m] }\n';
    const here = folderWith({ 'quiet.yaml': office + whatIf });
    const { out } = await dundisim(here, 'run', 'quiet.yaml', '--quiet');
    expect(out.replaceAll('\n', ' ')).toMatch(
      /; with a shorter run 0 lost, 0 rang only after more than 2 s, 0 saved\. $/,
    );
    const wrong = folderWith({ 'quiet.yaml': `${office}whatIf: [{ name: x, set: [dundi.cachetime=1h] }]\n` });
    expect(await dundisim(wrong, 'run', 'quiet.yaml')).toMatchObject({ code: 2 });
  });

  it('says risks on stderr and runs', async () => {
    const here = folderWith({ 'quiet.yaml': `${office}faults: [{ at: 6m, crash: regpbx1 }]\n` });
    expect(await dundisim(here, 'run', 'quiet.yaml')).toMatchObject({
      code: 0,
      err: 'quiet.yaml:5:10: risk: this happens after the end of the run\n',
    });
  });

  it('says which faults change nothing, and that there are no phones', async () => {
    const here = folderWith({
      'quiet.yaml': `${office}faults: [{ at: 1m, crash: regpbx1 }, { at: 2m, crash: regpbx1 }, { at: 3m, resume: regpbx2 }, { at: 70s, hang: regpbx1 }]\n`,
      'none.yaml': 'asterisk: ./paper\n',
    });
    expect(
      (await dundisim(here, 'run', 'quiet.yaml')).err.split('\n').map((line) => line.replace(/^quiet.yaml:/, '')),
    ).toEqual([
      '5:38: risk: this changes nothing: the server is down already',
      '5:66: risk: this changes nothing: the server does not hang then',
      '5:95: risk: this changes nothing: the server is down already',
      '',
    ]);
    expect((await dundisim(here, 'run', 'none.yaml')).err).toBe(
      'none.yaml:1:1: risk: there are no phones, so little happens; see "phones:"\n',
    );
  });

  it('gives mistakes in .conf files a path from here', async () => {
    const here = folderWith({
      'sub/quiet.yaml': office.replace('./paper', '../paper'),
      'paper/regpbx1/dundi.conf': 'entityid=1\n',
    });
    const { code, err } = await dundisim(here, 'run', 'sub/quiet.yaml');
    expect(code).toBe(2);
    expect(err).toMatch(/^sub\/\.\.\/paper\/regpbx1\/dundi\.conf:1:1: /m);
    expect(filesIn(here).filter((name) => name.startsWith('results'))).toEqual([]);
  });

  it('leaves nothing behind after Ctrl-C, and ends with 130', async () => {
    const here = folderWith({ 'quiet.yaml': office });
    const interrupt = new AbortController();
    interrupt.abort();
    expect(await dundisimWith({ interrupted: interrupt.signal }, here, 'run', 'quiet.yaml')).toEqual({
      code: 130,
      out: '',
      err: 'Stopped. Nothing was written.\n',
    });
    expect(existsSync(`${here}/results/quiet`)).toBe(false);
  });

  it('cannot write where a file is', async () => {
    const here = folderWith({ 'quiet.yaml': office });
    expect(await dundisim(here, 'run', 'quiet.yaml', '--out', 'quiet.yaml')).toMatchObject({
      code: 2,
      err: 'quiet.yaml: results cannot be written here: a file has this name\n',
    });
  });

  it('changes none of the earlier results when one of them cannot be written', async () => {
    const here = folderWith({
      'quiet.yaml': office,
      'r/calls.csv': 'earlier',
      'r/run.json': '{}',
      'r/summary.txt/x': '',
    });
    expect(await dundisim(here, 'run', 'quiet.yaml', '--out', 'r')).toMatchObject({
      code: 2,
      out: '',
      err: 'r/summary.txt: results cannot be written here: this is a folder\n',
    });
    expect(filesIn(`${here}/r`)).toEqual(['calls.csv', 'run.json', 'summary.txt/x']);
    expect(textIn(here, 'r/calls.csv')).toBe('earlier');
  });

  it.runIf(existsSync('/proc/self'))('does not wait for a file system that has no new folders', async () => {
    const here = folderWith({ 'quiet.yaml': office });
    expect(await dundisim(here, 'run', 'quiet.yaml', '--out', '/proc/results')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^\/proc\/results: results cannot be written here: /) as string,
    });
  });

  it('names the file of a folder that cannot be read', async () => {
    const here = folderWith({ 'quiet.yaml': office });
    const file = `${here}/paper/regpbx1/sip.conf`;
    const isRoot = process.getuid?.() === 0;
    if (isRoot) {
      // Whom no permission keeps out.
      rmSync(file);
      symlinkSync('/proc/self/mem', file);
    } else chmodSync(file, 0);
    const why = isRoot ? 'this is a link out of the folder, and only what lies in it is read' : 'permission denied';
    expect(await dundisim(here, 'run', 'quiet.yaml')).toMatchObject({
      code: 2,
      err: expect.stringMatching(new RegExp(`paper/regpbx1/sip\\.conf: ${why}\n$`)) as string,
    });
  });

  it('a bug of ours ends with 3, and says so', async () => {
    const here = folderWith({ 'quiet.yaml': office });
    replaceCluster(() => {
      throw new Error('the model is broken');
    });
    const { code, err } = await dundisim(here, 'run', 'quiet.yaml');
    replaceCluster((config, options) => new IdleCluster(config, options));
    expect(code).toBe(3);
    expect(err).toMatch(/a bug of ours[^]*the model is broken/);
    expect(filesIn(`${here}/results`)).toEqual([]);
  });
});

describe('check', () => {
  it('says everything, sorted by place, and counts it', async () => {
    const here = folderWith({
      'quiet.yaml': `${office}calls: [{ rate: 1/s }]\nfaults: [{ at: 6m, crash: regpbx1 }]\n`,
    });
    const { code, out } = await dundisim(here, 'check', 'quiet.yaml');
    const lines = out.trimEnd().split('\n');
    expect(code).toBe(0);
    expect(lines.filter((line) => line.includes(': risk: ')).map((line) => line.split(': ')[0])).toEqual([
      'quiet.yaml:5:8',
      'quiet.yaml:6:10',
    ]);
    expect(lines.at(-1)).toMatch(/^quiet\.yaml: 0 mistakes, 2 risks, \d+ notes$/);
    expect((await dundisim(here, 'check', 'quiet.yaml', '--strict')).code).toBe(1);
  });

  it('ends with 2 for mistakes, and tells risks beside them', async () => {
    const here = folderWith({
      'quiet.yaml': `${office}faults: [{ at: 6m, crash: regpbx1 }, { at: 7m, crash: regpbx9 }]\n`,
    });
    const { code, out } = await dundisim(here, 'check', 'quiet.yaml', '--strict');
    expect(code).toBe(2);
    expect(out).toContain(
      'quiet.yaml:5:10: risk: this happens after the end of the run (source: src/model/faults.ts)\n',
    );
    const { remarks } = JSON.parse((await dundisim(here, 'check', 'quiet.yaml', '--json')).out) as {
      readonly remarks: readonly Record<string, unknown>[];
    };
    const risk = { risk: 'faultWithoutEffect', source: 'src/model/faults.ts', line: 5, column: 10 };
    expect(remarks.filter(({ severity }) => severity === 'risk')).toEqual([expect.objectContaining(risk)]);
    expect(out).toContain('quiet.yaml:5:55: mistake: no server is named "regpbx9"');
  });

  it('takes the folder of a server, and a folder of such folders', async () => {
    const here = folderWith({});
    expect((await dundisim(here, 'check', 'paper', '--strict')).code).toBe(0);
    const one = await dundisim(here, 'check', 'paper/regpbx1/');
    expect(one.out).toMatch(/^paper\/regpbx1\/dundi\.conf: note: /m);
    expect(one.code).toBe(0);
  });

  it('tells what is alike at many places once, with the first place and their number', async () => {
    const here = folderWith({});
    const { out } = await dundisim(here, 'check', 'paper', '--profile', 'asterisk-16');
    const lines = out.trimEnd().split('\n');
    expect(lines.filter((line) => line.includes('| parts arguments in 1.2'))).toEqual([
      expect.stringMatching(
        /^paper\/dunpbx1\/extensions\.conf:9:18: risk: .* \(the first of \d\d such places, in 6 files: dunpbx1, regpbx1, .*\) \(source: .*\)$/,
      ) as string,
    ]);
    expect(lines.length).toBeLessThan(10);
    const one = (await dundisim(here, 'check', 'paper/regpbx1', '--profile', 'asterisk-16')).out;
    expect(one).toMatch(
      /^paper\/regpbx1\/extensions\.conf:\d+:\d+: risk: \| parts .* \(the first of \d+ such places\) \(source: .*\)$/m,
    );
    expect(one).toMatch(
      /^paper\/regpbx1\/extensions\.conf:\d+:\d+: risk: priority 102 .*\(AVAILCHAN, DIALSTATUS\) \(source: app_dial\.c:dial_exec_full, facts E\)$/m,
    );
  });

  it('says once what the folders of several servers lack', async () => {
    const names = ['a', 'b', 'c', 'd'];
    const files = names.map((name) => [`all/${name}/dundi.conf`, `[general]\nentityid=02:03:AF:B7:FF:0${name}\n`]);
    const here = folderWith({
      'a.yaml': 'duration: 1m\nasterisk: all\nphones: { office: { numbers: 1001..1002 } }\n',
      ...(Object.fromEntries(files) as Record<string, string>),
    });
    const lines = (await dundisim(here, 'check', 'a.yaml')).out.split('\n').filter((line) => /iax\.conf/.test(line));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(
      /^a\.yaml:2:11: note: all\/a\/iax\.conf: .* \(the first of 4 such places, in 4 files: a, b, c, d\)$/,
    );
  });

  it('says where the scenario names a folder what the folder lacks, and why it cannot be read', async () => {
    const own = (conf: string): string =>
      `duration: 1m\nservers:\n  regpbx1: { conf: ${conf} }\nphones: { office: { numbers: 1001..1002 } }\n`;
    const here = folderWith({
      'a.yaml': own('./one'),
      'one/dundi.conf': '[general]\nentityid=02:03:AF:B7:FF:37\n',
      'b.yaml': own('./two'),
      'two/pjsip.conf': '[x]\n',
      'c.yaml': own('./three'),
      'three/sip.conf/x': '',
      'd.yaml': own('./four'),
    });
    const lack = (await dundisim(here, 'check', 'a.yaml')).out;
    for (const file of ['sip.conf', 'iax.conf', 'extensions.conf'])
      expect(lack).toContain(`a.yaml:3:20: note: one/${file}: there is no such file: `);
    expect((await dundisim(here, 'check', 'b.yaml')).out).toMatch(
      /^b\.yaml:3:20: mistake: two\/pjsip\.conf: no configuration of a server here: /m,
    );
    expect((await dundisim(here, 'run', 'c.yaml')).err).toBe('c.yaml:3:20: the folder "./three" holds no .conf file\n');
    expect((await dundisim(here, 'run', 'd.yaml')).err).toBe('d.yaml:3:20: there is no folder "./four"\n');
    const many = folderWith({
      'e.yaml': own('./many'),
      ...Object.fromEntries(Array.from({ length: 5001 }, (_, i) => [`many/${i}.conf`, ''])),
    });
    expect((await dundisim(many, 'run', 'e.yaml')).err).toMatch(/^e\.yaml:3:20: .*many: more than \d+ files/);
  });

  it('names a kind of phone that has no second server, where one is given', async () => {
    const here = folderWith({
      'snom.yaml': office.replace('1010 }', '1010, kind: snom, backup: next }'),
      'fine.yaml': office.replace('1010 }', '1010, kind: { like: snom, secondServer: afterFailure }, backup: next }'),
    });
    const said = 'snom.yaml:4:62: risk: a phone of kind "snom" stays with its server: it never registers at a backup';
    expect((await dundisim(here, 'check', 'snom.yaml')).out).toContain(`${said} (source: facts C2)\n`);
    expect((await dundisim(here, 'run', 'snom.yaml')).err).toBe(`${said}\n`);
    expect((await dundisim(here, 'run', 'fine.yaml')).err).toBe('');
  });

  it('refuses a folder without configuration', async () => {
    const here = folderWith({ 'empty/README': 'x' });
    expect(await dundisim(here, 'check', 'empty')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^empty: no folder of a server here/) as string,
    });
  });
});
