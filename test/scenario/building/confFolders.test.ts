import { expect, it } from 'vitest';
import { serversIn } from '../../../src/scenario/building/confFolders.ts';

const of = (...paths: readonly string[]): unknown =>
  Object.fromEntries(
    [
      ...serversIn(
        'etc/pbx',
        paths.map((path) => ({ path, text: '' })),
      ),
    ].map(([name, files]) => [name, files.map(({ path }) => path)]),
  );

it.each([
  [
    'a folder for each server',
    ['a/sip.conf', 'b/pjsip.conf', 'b/x.conf'],
    { a: ['sip.conf'], b: ['pjsip.conf', 'x.conf'] },
  ],
  [
    'one server, with folders that it includes',
    ['extensions.conf', 'dial/in.conf', 'keys/a.pub'],
    { pbx: ['extensions.conf', 'dial/in.conf', 'keys/a.pub'] },
  ],
  [
    'one server, and another in a folder of it',
    ['pjsip.conf', 'old/pjsip.conf', 'old/in/x.conf'],
    { pbx: ['pjsip.conf'], old: ['pjsip.conf', 'in/x.conf'] },
  ],
  ['files beside the servers', ['notes.conf', 'a/sip.conf'], { pbx: ['notes.conf'], a: ['sip.conf'] }],
  ['a folder without a .conf file', ['a/sip.conf', 'doc/read.me'], { a: ['sip.conf'] }],
] as const)('%s', (_, paths, servers) => {
  expect(of(...paths)).toEqual(servers);
});
