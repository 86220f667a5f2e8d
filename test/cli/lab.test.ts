import { existsSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/program.ts';
import { dundisim, folderWith } from './world.ts';

const page = new URL('../../dist/lab/lab.html', import.meta.url);
/** `npm run build` makes it; in CI it is there. */
const isBuilt = existsSync(page) || process.env['CI'] === 'true';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

function ask(port: number, path: string, host = `127.0.0.1:${port}`, method = 'GET'): Promise<Answer> {
  return new Promise((done, failed) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers: { host } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part) => (text += part));
      response.on('end', () => done({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    sent.on('error', failed).end();
  });
}

describe.skipIf(!isBuilt)('dundisim lab', () => {
  it('serves its one page on loopback until it is stopped', async () => {
    const stop = new AbortController();
    let said = '';
    const out = new Promise<number>((done) => {
      const io = {
        out: (text: string) => {
          said += text;
          const port = /:(\d+)\//.exec(said)?.[1];
          if (port !== undefined) done(Number(port));
        },
        err: (text: string) => (said += text),
        cwd: folderWith({}),
        watched: false,
        interrupted: stop.signal,
      };
      void main(['lab'], io).then((code) => (ended = code));
    });
    let ended: number | undefined;
    const port = await out;
    const whole = await ask(port, '/');
    expect([whole.status, whole.text]).toEqual([200, readFileSync(page, 'utf8')]);
    expect(whole.headers['content-security-policy']).toMatch(/^default-src 'none'; .*frame-ancestors 'none'$/);
    expect(whole.headers['x-content-type-options']).toBe('nosniff');
    expect((await ask(port, '/package.json')).status).toBe(404);
    expect((await ask(port, '/../package.json')).status).toBe(404);
    expect((await ask(port, '/', 'evil.example')).status).toBe(403);
    expect((await ask(port, '/', undefined, 'POST')).status).toBe(405);
    stop.abort();
    await expect.poll(() => ended).toBe(0);
    await expect(ask(port, '/')).rejects.toThrow();
  });

  it('writes one file, with a scenario of the user and its folders in it', async () => {
    const here = folderWith({
      'mine.yaml': 'title: </script><b>\nasterisk: ./own\nduration: 1m\nphones: { a: { numbers: 1001..1002 } }\n',
      'own/one/sip.conf': '[general]\ncontext=x\n',
    });
    expect(await dundisim(here, 'lab', 'mine.yaml', '--save', 'lab.html')).toEqual({
      code: 0,
      out: 'lab.html is the lab as one file: a browser opens it from disk.\n',
      err: '',
    });
    const html = readFileSync(join(here, 'lab.html'), 'utf8');
    const given = /id="given-scenario">(.*?)<\/script>/.exec(html)![1]!;
    expect(JSON.parse(given)).toMatchObject({ path: 'mine.yaml', folders: [['./own', [{ path: 'one/sip.conf' }]]] });
    expect(given).not.toContain('<');
  });

  it('refuses what is no port, no file and no place to write', async () => {
    const here = folderWith({});
    expect((await dundisim(here, 'lab', '--port', '70000')).err).toBe(
      '--port: expected a whole number from 0 to 65535; found "70000"\n',
    );
    expect((await dundisim(here, 'lab', 'none.yaml', '--save', 'x.html')).err).toBe(
      'none.yaml: there is no such file\n',
    );
    expect((await dundisim(here, 'lab', '--save', 'no/x.html')).err).toBe('no/x.html: no file or folder can be made\n');
  });
});
