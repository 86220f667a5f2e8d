import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTarget, withoutPassword } from '../../src/cli/calibration/target.ts';
import { dundisim, dundisimWith, folderWith } from './world.ts';
import { hasMariadb, PASSWORD, startMariadb, type MariadbServer } from './mariadb.ts';

describe('--mysql', () => {
  it('says where and as whom, with what a URL escapes', () => {
    expect(readTarget('mysql://ast:p%40ss@db.example:3307/asterisk', undefined)).toEqual({
      host: 'db.example',
      port: 3307,
      user: 'ast',
      password: 'p@ss',
      database: 'asterisk',
    });
    expect(readTarget('mariadb://ast@[::1]/asterisk', 'secret')).toMatchObject({
      host: '::1',
      port: 3306,
      password: 'secret',
    });
  });

  it.each([
    'nonsense',
    'http://ast:secret@host/db',
    'mysql://host/db',
    'mysql://ast:secret@host',
    'mysql://ast:secret@host/a/b',
  ])('refuses %s in one line, without the password', async (url) => {
    const { code, out, err } = await dundisim('/', 'calibrate', '--mysql', url);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^--mysql: .*expected mysql:\/\/user:password@host:3306\/database.*\n$/);
    expect(err).not.toContain('secret');
  });

  it('is never printed with its password, escaped or not', () => {
    const target = readTarget('mysql://ast:p%40ss@host/db', undefined);
    expect(withoutPassword('p@ss and p%40ss', target)).toBe('*** and ***');
  });

  it.each([
    ['--clients', '4,2'],
    ['--clients', '0'],
    ['--seconds', '2'],
  ])('refuses %s %s', async (option, value) => {
    const { code, err } = await dundisim('/', 'calibrate', '--mysql', 'mysql://a:b@c/d', option, value);
    expect(code).toBe(2);
    expect(err).toContain(`${option}: found "${value}"`);
  });
});

describe.skipIf(!hasMariadb())('calibrate against MariaDB', () => {
  let server: MariadbServer;
  beforeAll(async () => {
    server = await startMariadb(20);
  }, 60_000);
  afterAll(() => server.stop());

  const few = ['--clients', '1,4,40', '--seconds', '0.3s'];

  it(
    'writes a block that a scenario takes, a picture, and leaves nothing in the database',
    { timeout: 60_000 },
    async () => {
      const folder = folderWith({});
      const { code, out, err } = await dundisimWith(
        { watched: true },
        folder,
        'calibrate',
        '--mysql',
        server.url,
        ...few,
        '--out',
        'mine',
      );
      expect(code).toBe(0);
      expect(err).toContain('update by 4 clients');
      const yaml = readFileSync(join(folder, 'mine/database.yaml'), 'utf8');
      expect(yaml).toMatch(/^# [\d.]+-MariaDB/);
      expect(yaml).toMatch(
        /connectionLimit: 20\n {2}threads: \d+ .*\n {2}select: quantiles p50=[\d.]+ms p90=[\d.]+ms p99=[\d.]+ms\n/,
      );
      // 40 clients are more than the server takes.
      const { loads } = JSON.parse(readFileSync(join(folder, 'mine/database.json'), 'utf8')) as {
        loads: readonly { clients: number }[];
      };
      expect(loads.map(({ clients }) => clients)).toEqual([1, 4]);
      expect(readFileSync(join(folder, 'mine/database.svg'), 'utf8')).toMatch(/^<svg .*<\/svg>\s*$/s);
      for (const text of [out, err, yaml]) expect(text).not.toMatch(/p@ss|p%40ss/);

      expect(server.tables()).toBe('');

      const scenario = `${yaml}phones: { office: { numbers: 1001..1010 } }\nduration: 1m\nasterisk: paper\n`;
      const checked = folderWith({ 'mine.yaml': scenario });
      expect(await dundisim(checked, 'check', 'mine.yaml')).toMatchObject({ code: 0 });

      const again = await dundisim(
        folder,
        'calibrate',
        '--mysql',
        server.url,
        '--clients',
        '1',
        '--seconds',
        '0.05s',
        '--json',
      );
      expect(JSON.parse(again.out)).toMatchObject({ maxConnections: 20, loads: [{ clients: 1 }] });
    },
  );

  it('says what is wrong in one line: a wrong password, nobody there', { timeout: 60_000 }, async () => {
    const wrong = await dundisim(
      '/',
      'calibrate',
      '--mysql',
      server.url.replace(encodeURIComponent(PASSWORD), 'guess'),
      ...few,
    );
    expect(wrong.code).toBe(2);
    expect(wrong.err).toMatch(/^the database at 127\.0\.0\.1:\d+: Access denied for user 'ast'.*\n$/);
    expect(wrong.err).not.toContain('guess');
    const nobody = await dundisim('/', 'calibrate', '--mysql', 'mysql://ast:secret@127.0.0.1:1/asterisk', ...few);
    expect(nobody.code).toBe(2);
    expect(nobody.err).toMatch(/^the database at 127\.0\.0\.1:1: .*ECONNREFUSED.*\n$/);
  });
});
