import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDuration } from '../../src/text/duration.ts';
import { dundisim, folderWith } from './world.ts';

const OFFICE =
  'duration: 1m\nphones: { office: { numbers: 1001..1010 } }\ncalls: [{ rate: 0.2/s, talk: 5s }]\nfaults: [{ at: 10s, crash: regpbx2 }]\n';
const here = folderWith({ 'office.yaml': OFFICE });
const overview = (await dundisim(here, '--help')).out;
const commands = [...overview.slice(overview.indexOf('Commands:')).matchAll(/^ {2}([a-z]+)\b/gm)].map(
  (match) => match[1]!,
);

describe('--help', () => {
  it('lists the commands, the exit codes and where to begin', () => {
    expect(commands).toEqual(
      expect.arrayContaining(['run', 'check', 'init', 'explain', 'completion', 'plan', 'hunt', 'worker']),
    );
    expect(overview).toMatch(/\nExit codes:\n +0 +fine\n[^]*\n +130 +stopped[^]*dundisim init/);
  });

  it('says once which units a time may have, and what a number without one is', () => {
    const [, said = ''] = /\nTimes:\n([^]*?)\n\n/.exec(overview) ?? [];
    const times = said
      .split(';')[0]!
      .split(',')
      .map((text) => text.trim());
    expect(times.map((text) => parseDuration(text))).not.toContain(undefined);
    for (const unit of ['us', 'ms', 's', 'sec', 'm', 'min', 'h', 'd']) {
      expect(parseDuration(`1${unit}`)).toBeGreaterThan(0);
      expect(said).toMatch(new RegExp(`(?:\\d|\\b)${unit}\\b`));
    }
    expect(said.replace(/\s+/g, ' ')).toContain('cachetime=5 is 5 s, qualify=500 is 500 ms');
  });

  it.each(commands.filter((name) => name !== 'help'))(
    'of %s has examples with options that there are, and exit codes',
    async (name) => {
      const { out } = await dundisim(here, name, '--help');
      expect(out).toContain('\nExit codes:\n');
      const examples = [...out.matchAll(/^ {2}dundisim (\S+)(.*)$/gm)];
      expect(examples.length).toBeGreaterThan(0);
      for (const [line, command, rest] of examples) {
        expect(command).toBe(name);
        for (const [option] of rest!.matchAll(/--[a-z-]+/g))
          expect(out, line).toMatch(new RegExp(`^ {2}(?:-\\w, )?${option}\\b`, 'm'));
      }
      // What has no default of its own says what is meant without it, or must be given.
      expect(out).not.toMatch(/so many|not said|says nothing/);
    },
  );
});

describe('--quiet', () => {
  it('prints the answer and no table, no progress and no risk', async () => {
    const loud = await dundisim(here, 'run', 'office.yaml', '--set', 'calls.0.at=5s', '--out', 'a');
    const risky = { text: `${OFFICE}expect: [calls.lost < 100%]\n` };
    writeFileSync(
      join(here, 'risky.yaml'),
      risky.text.replace('rate: 0.2/s', 'rate: 4/s').replace('talk: 5s', 'talk: 60s'),
    );
    const [said, quiet] = [
      await dundisim(here, 'run', 'risky.yaml', '--out', 'b'),
      await dundisim(here, 'run', 'risky.yaml', '--out', 'b', '--quiet'),
    ];
    expect(loud.code).toBe(2);
    expect(said.err).toContain('above 40 %');
    expect(quiet.err).toBe('');
    expect(quiet.code).toBe(said.code);
    expect(said.out.startsWith(`${quiet.out}\n`)).toBe(true);
    expect(quiet.out).not.toContain('\n\n');
  });

  it('leaves mistakes and JSON alone', async () => {
    expect((await dundisim(here, 'run', 'none.yaml', '--quiet')).err).toContain('none.yaml: there is no such file');
    const { out } = await dundisim(here, 'run', 'office.yaml', '--out', 'c', '--quiet', '--json');
    expect((JSON.parse(out) as { scenario: string }).scenario).toBe('office');
  });
});

describe('dundisim completion', () => {
  it('bash: completes commands, options, measures and files', async () => {
    writeFileSync(join(here, 'completion.bash'), (await dundisim(here, 'completion', 'bash')).out);
    const completed = (...words: string[]): string[] => {
      const script = `source completion.bash; COMP_WORDS=(dundisim ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; _dundisim; printf '%s\\n' "\${COMPREPLY[@]}"`;
      return spawnSync('bash', ['--norc', '-c', script], { cwd: here, encoding: 'utf8' })
        .stdout.split('\n')
        .filter((line) => line !== '');
    };
    expect(completed('ru')).toEqual(['run']);
    expect(completed('run', '--repl')).toEqual(['--replications']);
    expect(completed('run', 'offi')).toEqual(['office.yaml']);
    expect(completed('explain', 'calls.los')).toEqual(['calls.lost']);
  });

  it('zsh and fish name every command and option; another shell is a mistake', async () => {
    for (const shell of ['zsh', 'fish']) {
      const { out } = await dundisim(here, 'completion', shell);
      for (const name of commands) expect(out, shell).toContain(name);
      expect(out).toContain(shell === 'zsh' ? '--replications[' : '-l replications -r');
    }
    expect((await dundisim(here, 'completion', 'zhs')).err).toBe(
      'completion: expected one of bash, zsh, fish; found "zhs"; did you mean "zsh"?\n',
    );
  });
});
