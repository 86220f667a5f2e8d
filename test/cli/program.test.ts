import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { riskNames } from '../../src/model/risks/risks.ts';
import { RULES } from '../../src/model/rules.ts';
import { dundisim, folderWith } from './world.ts';
import { program } from '../compiled.ts';

const here = folderWith({
  'ok.yaml': 'duration: 5m\n',
  'bin.yaml': new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 1]),
  'latin.yaml': new Uint8Array([0x74, 0x3a, 0x20, 0xe4, 0xf6]),
});

describe('a wrong command line ends with 2 and says what is wrong', () => {
  it.each([
    ['an unknown command', ['rnu', 'x.yaml'], "error: unknown command 'rnu'\n(Did you mean run?)\n"],
    [
      'an unknown option',
      ['run', 'ok.yaml', '--sed', '5'],
      "error: unknown option '--sed'\n(Did you mean one of --seed, --set?)\n",
    ],
    ['no file', ['run'], "error: missing required argument 'FILE'\n"],
    [
      'too much',
      ['run', 'ok.yaml', 'other.yaml'],
      "error: too many arguments for 'run'. Expected 1 argument but got 2.\n",
    ],
    ['an option without its value', ['run', 'ok.yaml', '--out'], "error: option '--out <DIR>' argument missing\n"],
    [
      'a seed from an unset variable',
      ['run', 'ok.yaml', '--seed', ''],
      "error: option '--seed <S>' argument '' is invalid. It is empty.\n",
    ],
    [
      'no time for the console',
      ['console', 'ok.yaml', 'regpbx1', 'dundi show peers'],
      "error: required option '--at <T>' not specified\n",
    ],
    ['a file that is not there', ['run', 'okk.yaml'], 'okk.yaml: there is no such file; did you mean "ok.yaml"?\n'],
    ['a folder for a file', ['run', 'paper'], 'paper: this is a folder; expected a scenario file\n'],
    ['a file without a name', ['run', ''], 'expected the name of a scenario; it is empty\n'],
    ['a check of nothing', ['check', ''], 'expected the name of a scenario; it is empty\n'],
    ['a path through a file', ['run', 'ok.yaml/x'], 'ok.yaml/x: a part of the path is no folder\n'],
    ['a binary file', ['run', 'bin.yaml'], 'bin.yaml: this is not a text file\n'],
    ['a text of another kind', ['run', 'latin.yaml'], 'latin.yaml: this is not a text in UTF-8\n'],
    ['a device', ['run', '/dev/null'], '/dev/null: this is no regular file\n'],
    ['a port that is none', ['lab', '--port', '80a'], '--port: expected a whole number from 0 to 65535; found "80a"\n'],
    [
      'an unknown rule',
      ['explain', 'cacheMagin'],
      'no rule, no measure and no risk is named "cacheMagin"; did you mean "cacheMargin"?\n',
    ],
    [
      'a misspelt measure',
      ['explain', 'calls.postDialDelay'],
      'no rule, no measure and no risk is named "calls.postDialDelay"; did you mean "calls.postDialDelayMs"?\n',
    ],
    [
      'a time that is none',
      ['console', 'ok.yaml', 'regpbx1', 'x', '--at', '60'],
      '--at 60: expected a time with its unit, such as 300us, 200ms, 60s, 5m or 1h30m; did you mean "60s"?\n',
    ],
    [
      'a server that is not there',
      ['console', 'ok.yaml', 'regpbx9', 'x', '--at', '60s'],
      'ok.yaml: no server is named "regpbx9"; did you mean "regpbx1"?\n',
    ],
    [
      'a moment after the end',
      ['console', 'ok.yaml', 'regpbx1', 'x', '--at', '6m'],
      '--at 6m: the scenario ends at 5m; see duration, or --set duration=6m\n',
    ],
    [
      'a profile that is none',
      ['check', 'paper', '--profile', 'asterisk-13'],
      '--profile: expected one of whitepaper, asterisk-1.2, asterisk-16, asterisk-22; found "asterisk-13"; did you mean "asterisk-16"?\n',
    ],
    [
      'a profile for a scenario',
      ['check', 'ok.yaml', '--profile', 'asterisk-16'],
      '--profile asterisk-16: goes with a folder; a scenario says its own: --set profile=asterisk-16\n',
    ],
    [
      'an override for a folder',
      ['check', 'paper', '--set', 'duration=5m'],
      '--set duration=5m: goes with a scenario, and this is a folder\n',
    ],
    ['help of an unknown command', ['help', 'rnu'], 'error: unknown command \'rnu\'; did you mean "run"?\n'],
    ['no time at all', ['run', 'ok.yaml', '--until', '0s'], '--until 0s: expected a time longer than 0\n'],
    [
      'a port that is none',
      ['worker', '--queue', 'redis://127.0.0.1:99999'],
      '--queue redis://127.0.0.1:99999: expected an address such as redis://10.0.0.5:6379\n',
    ],
    [
      'a Redis that is not there',
      ['worker', '--queue', 'redis://127.0.0.1:1', '--workers', '1'],
      '--queue redis://127.0.0.1:1: no Redis answers there (connect ECONNREFUSED 127.0.0.1:1)\n',
    ],
    [
      'an override of nothing',
      ['run', 'ok.yaml', '--set', 'duraton=5m', '--set', 'x'],
      '--set x: expected path=value, such as servers.dunpbx1.cachetime=30s\n--set duraton=5m: no "duraton"; did you mean "duration"?\n',
    ],
  ])('%s', async (_, argv, told) => {
    const { code, out, err } = await dundisim(here, ...argv);
    expect(err.startsWith(told), err).toBe(true);
    expect([code, out]).toEqual([2, '']);
    expect(err).not.toMatch(/\n\s+at /);
  });

  it('no command at all prints the help', async () => {
    const { code, err } = await dundisim(here);
    expect(code).toBe(2);
    expect(err).toMatch(/^Usage: dundisim/);
  });
});

describe('what is asked for', () => {
  it('--version and --help are answered on stdout', async () => {
    expect(await dundisim(here, '--version')).toEqual({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      err: '',
    });
    const help = await dundisim(here, 'run', '--help');
    expect(await dundisim(here, 'help', 'run')).toEqual(help);
    expect([help.code, help.err]).toEqual([0, '']);
    expect(help.out).toMatch(/--set <path=value>/);
  });

  it.each([
    ['peerDown', 'calls.causes.peerDown: '],
    ['voicemail', 'calls.outcomes.voicemail: '],
    ['saved', 'calls.saved: '],
    ['lost', 'calls.lost: '],
    ['hubDown', 'calls.causes.peerDown: '],
    ['ASR', 'load.answerSeizureRatio: ASR: '],
    ['ser', 'load.sessionEstablishmentRatio: SER: '],
    ['BHCA', 'load.busyHourCallAttempts: '],
  ])('explain knows the words of an answer: %s', async (word, said) => {
    expect((await dundisim(here, 'explain', word)).out.startsWith(said)).toBe(true);
  });

  it('explain knows every risk of check, and a cause of the same name', async () => {
    for (const name of riskNames())
      expect((await dundisim(here, 'explain', name)).out, name).toMatch(
        new RegExp(`^${name}: a risk that "dundisim check" names: [^]*\n\nsource    \\S`, 'm'),
      );
    expect((await dundisim(here, 'explain', 'ttlTooLow')).out).toBe(
      `ttlTooLow: a risk that "dundisim check" names: ttl that ends before every server is asked.

source    pbx_dundi.c:dundi_lookup_internal, facts A4
where     "dundisim check" says it with file, line and what follows from it
`,
    );
    expect((await dundisim(here, 'explain', 'noExtension')).out).toContain('\ncalls.causes.noExtension: ');
    expect(JSON.parse((await dundisim(here, 'explain', 'ttlTooLow', '--json')).out)).toMatchObject({
      risk: 'ttlTooLow',
    });
  });

  it('explain defines a measure, with its unit and its source', async () => {
    const one = await dundisim(here, 'explain', 'calls.postDialDelayMs.p99');
    expect(one.out).toMatch(
      /^calls\.postDialDelayMs: [^]*\nunit +milliseconds[^]*\nquantiles p50, p90[^]*\nsource +RFC 6076/,
    );
    const server = await dundisim(here, 'explain', 'servers.regpbx1.lockHeldRatio');
    expect(server.out).toMatch(/^servers\.\*\.lockHeldRatio: [^]*\nunit +a share, 0 to 1\n/);
    const group = await dundisim(here, 'explain', 'trunks.groups.gateway1.g1.overflows');
    expect(group.out).toMatch(/^trunks\.groups\.\*\.\*\.overflows: .*\n(?:.*\n)*needs +a server with "trunks"\n/);
    expect((await dundisim(here, 'explain', 'standbys')).out).toMatch(/^standbys\.\*\.takeOvers: /);
    const all = JSON.parse((await dundisim(here, 'explain', '--json')).out) as {
      rules: { rule: string }[];
      measures: { path: string }[];
    };
    expect(all.rules.map(({ rule }) => rule)).toContain('cacheMargin');
    expect(all.measures.map(({ path }) => path)).toContain('calls.lost');
    expect(JSON.parse((await dundisim(here, 'explain', 'calls.lost', '--json')).out)).toMatchObject({
      path: 'calls.lost',
      unit: 'count',
    });
  });

  it('explain lists every rule, and tells one in full', async () => {
    const all = await dundisim(here, 'explain');
    for (const name of Object.keys(RULES)) expect(all.out).toMatch(new RegExp(`^ +${name} +`, 'm'));
    const one = await dundisim(here, 'explain', 'cacheMargin');
    expect(one.out).toBe(`cacheMargin: ${RULES.cacheMargin.says}

  whitepaper    0 s
  asterisk-1.2  10 s
  asterisk-16   10 s
  asterisk-22   10 s (as asterisk-16)

source    ${RULES.cacheMargin.source}
values    s
override  --set rules.cacheMargin=0s
`);
  });
});

describe('the process', () => {
  const node = program();

  it('ends with the code, and keeps stdout and stderr apart', async () => {
    const failed = await promisify(execFile)(process.execPath, [...node, 'run', 'okk.yaml'], { cwd: here }).catch(
      (error: unknown) => error,
    );
    expect(failed).toMatchObject({
      code: 2,
      stdout: '',
      stderr: 'okk.yaml: there is no such file; did you mean "ok.yaml"?\n',
    });
  });

  const ended = async (command: string): Promise<readonly unknown[]> => {
    const child = spawn('sh', ['-c', `${command} -`, process.execPath, ...node], { cwd: here });
    let err = '';
    child.stderr.on('data', (data) => {
      err += String(data);
    });
    const [code] = (await once(child, 'close')) as [number | null];
    return [code, err];
  };

  it.runIf(existsSync('/dev/full'))('says that stdout is full, without a stack trace', async () => {
    expect(await ended('"$0" "$@" explain > /dev/full; exit $?;')).toEqual([
      2,
      'stdout cannot be written: no space left on the disk\n',
    ]);
  });

  it('ends quietly when its reader has gone', async () => {
    const child = spawn(process.execPath, [...node, 'explain'], { cwd: here });
    child.stdout.destroy();
    let err = '';
    child.stderr.on('data', (data) => {
      err += String(data);
    });
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    expect([code, signal, err]).toEqual([0, null, '']);
  });
});
