import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dundisim, filesIn, folderWith } from './world.ts';

describe('dundisim init', () => {
  it.each(['whitepaper', 'asterisk-1.2', 'asterisk-16'])(
    'makes a cluster of %s without mistakes or risks, that runs',
    async (profile) => {
      const here = folderWith({});
      expect((await dundisim(here, 'init', 'mine', '--profile', profile)).code).toBe(0);
      expect(filesIn(join(here, 'mine'))).toEqual(
        expect.arrayContaining(['cluster.yaml', 'scenario.schema.json', join('asterisk', 'regpbx5', 'dundi.conf')]),
      );
      expect(readFileSync(join(here, 'mine/cluster.yaml'), 'utf8')).toContain(`profile: ${profile}\n`);
      const checked = await dundisim(here, 'check', 'mine/cluster.yaml', '--strict');
      expect(checked.out).toContain('0 mistakes, 0 risks');
      const ran = await dundisim(here, 'run', 'mine/cluster.yaml');
      expect([ran.code, ran.err]).toEqual([0, '']);
      expect(ran.out).toContain('regpbx2 down 4 min 10 s');
    },
  );

  it('says what to type next, with a name that the shell takes', async () => {
    const here = folderWith({});
    const said = await dundisim(here, 'init', 'my cluster');
    expect(said.out).toContain("dundisim check 'my cluster/cluster.yaml'");
  });

  it('overwrites nothing', async () => {
    const here = folderWith({ 'full/notes.txt': 'mine', 'file': 'mine' });
    mkdirSync(join(here, 'empty'));
    expect(await dundisim(here, 'init', 'full')).toEqual({
      code: 2,
      out: '',
      err: 'full: this folder is not empty (it has notes.txt); expected a new or an empty one\n',
    });
    expect(await dundisim(here, 'init', 'file')).toEqual({
      code: 2,
      out: '',
      err: 'file: this is a file; expected a folder\n',
    });
    expect(filesIn(join(here, 'full'))).toEqual(['notes.txt']);
    expect((await dundisim(here, 'init', 'empty')).code).toBe(0);
  });

  it('refuses what is no profile and no folder', async () => {
    const here = folderWith({});
    expect((await dundisim(here, 'init', 'x', '--profile', 'asterisk-61')).err).toBe(
      '--profile: expected one of whitepaper, asterisk-1.2, asterisk-16, asterisk-22; found "asterisk-61"; did you mean "asterisk-16"?\n',
    );
    expect((await dundisim(here, 'init', '')).err).toBe('init: expected the name of a folder; it is empty\n');
    writeFileSync(join(here, 'file'), '');
    expect((await dundisim(here, 'init', 'file/below')).code).toBe(2);
  });
});
