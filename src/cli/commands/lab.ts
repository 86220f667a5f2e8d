import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inputOf } from '../files/loadScenario.ts';
import { mistakeIn, whyNotWritten } from '../files/textFiles.ts';
import { EXIT, type ExitCode, type Io } from '../io.ts';
import { PACKAGE } from '../version.ts';

export interface LabOptions {
  readonly port: string;
  readonly save?: string;
  readonly ignoreMissing?: boolean;
}

const LOOPBACK = '127.0.0.1';

/** `dundisim lab`: serves the page on loopback until Ctrl-C, or writes it as one file. */
export async function lab(file: string | undefined, options: LabOptions, io: Io): Promise<ExitCode> {
  const port = portOf(options.port);
  const html = withScenario(builtPage(), file, options, io);
  if (options.save !== undefined) return save(html, options.save, io);
  const server = createServer((request, response) => answer(html, request, response));
  const chosen = await listening(server, port);
  io.out(`The lab is at http://${LOOPBACK}:${chosen}/ until Ctrl-C.\n`);
  await interrupted(io.interrupted);
  server.closeAllConnections();
  server.close();
  return EXIT.fine;
}

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535)
    throw mistakeIn('', `--port: expected a whole number from 0 to 65535; found "${text}"`);
  return port;
}

function builtPage(): string {
  const path = fileURLToPath(new URL('dist/lab/lab.html', PACKAGE));
  if (!existsSync(path)) throw mistakeIn('lab', 'the page has not been built: npm run build');
  return readFileSync(path, 'utf8');
}

/** The page with the user's scenario and its folders in it, as data: the policy's hashes of scripts stay true. */
export function withScenario(
  html: string,
  file: string | undefined,
  options: Pick<LabOptions, 'ignoreMissing'>,
  io: Io,
): string {
  if (file === undefined) return html;
  const { path, text, folders } = inputOf(file, options, io);
  const given = JSON.stringify({ path, text, folders: [...folders] }).replaceAll('<', String.raw`\u003c`);
  return html.replace(
    '</body>',
    () => `<script type="application/json" id="given-scenario">${given}</script>\n</body>`,
  );
}

function save(html: string, path: string, io: Io): ExitCode {
  if (path === '') throw mistakeIn('', '--save: expected the name of a file; it is empty');
  const full = resolve(io.cwd, path);
  try {
    writeFileSync(full, html);
  } catch (error) {
    throw mistakeIn(path, whyNotWritten(error, full));
  }
  io.out(`${path} is the lab as one file: a browser opens it from disk.\n`);
  return EXIT.fine;
}

function listening(server: Server, port: number): Promise<number> {
  return new Promise((done, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'another program listens there' : `the system says ${error.code}`;
      failed(mistakeIn('', `--port ${port}: ${why}`));
    });
    server.listen(port, LOOPBACK, () => done((server.address() as AddressInfo).port));
  });
}

/** The page, to those who ask this machine for it by its own name; nothing else. */
function answer(html: string, { method, url, headers }: IncomingMessage, response: ServerResponse): void {
  const host = (headers.host ?? '').replace(/:\d+$/, '');
  // A page elsewhere may have its own name lead here (DNS rebinding).
  if (host !== LOOPBACK && host !== 'localhost')
    return refuse(response, 403, 'this server answers to 127.0.0.1 and localhost alone');
  if (method !== 'GET' && method !== 'HEAD') return refuse(response, 405, 'expected GET or HEAD');
  if (url !== '/') return refuse(response, 404, 'there is one page here: /');
  response.writeHead(200, {
    ...HEADERS,
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policyIn(html),
  });
  response.end(method === 'HEAD' ? undefined : html);
}

function refuse(response: ServerResponse, status: number, why: string): void {
  response.writeHead(status, { ...HEADERS, 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${why}\n`);
}

const HEADERS = {
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

/** The policy that the page carries, and what only a header can say. */
function policyIn(html: string): string {
  const own = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? `default-src 'none'`;
  return `${own}; frame-ancestors 'none'`;
}

function interrupted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done();
    else signal.addEventListener('abort', () => done(), { once: true });
  });
}
