import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkFolders, identifyServers, overlayServer } from '../../src/asterisk/index.ts';
import { readFolder, type Dialect } from './help.ts';

const FILES = ['dundi.conf', 'sip.conf', 'iax.conf', 'extensions.conf', 'extconfig.conf', 'more.conf'];

const piece = fc.oneof(
  fc.constantFrom(
    '[general]',
    '[mappings]',
    '[globals]',
    '[a]',
    '[a](+)',
    '[b](a)',
    '[t](!)',
    '[x](t,a,!)',
    '[',
    '](',
    '[1:2:3:4:5:6]',
    '[settings]',
    '[macro-m]',
    'exten => ',
    'same => ',
    'include => ',
    'switch => DUNDi/',
    'ignorepat => ',
    '_X.',
    '1001',
    'i',
    's',
    ',1,',
    ',n,',
    ',n+2(l),',
    ',hint,',
    ',',
    '|',
    '(',
    ')',
    '${EXTEN}',
    '${',
    '$[',
    ']',
    '}',
    '"',
    '\\',
    '?',
    ':',
    '/',
    '&',
    'Goto',
    'GotoIf',
    'Dial',
    'MYSQL',
    'Macro',
    'Gosub',
    'ChanIsAvail',
    'Query r 1 SELECT a FROM b WHERE name=',
    'a',
    'b',
    'priv',
    ';',
    ';--',
    '--;',
    '\\;',
    '=',
    '=>',
    '+=',
    '#include ',
    '#exec ',
    '#include "more.conf"',
    '#include "*.conf"',
    '*****',
    'model=symmetric',
    'host=10.0.0.1',
    'precache=inbound',
    'include=priv',
    'permit=all',
    'priv => a,0,IAX2,u:${SECRET}@1.2.3.4/${NUMBER},nopartial',
    'entityid=1:2:3:4:5:6',
    'cachetime=',
    'ttl=',
    'qualify=',
    'type=friend',
    'context=',
    'regcontext=',
    'sippeers => mysql,db',
    '99999999999999',
    '-1',
    'yes',
    '__proto__',
    'constructor',
    '\uFEFF',
    '\r',
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const text = fc
  .array(fc.oneof({ weight: 2, arbitrary: piece }, { weight: 1, arbitrary: fc.constant('\n') }), { maxLength: 60 })
  .map((pieces) => pieces.join(''));
const folder = fc.dictionary(fc.constantFrom(...FILES), text, { maxKeys: 6 });
const dialect = fc.constantFrom<Dialect[]>('1.2', '16');

it('never throws, says everything in place, and gives the same twice', () => {
  fc.assert(
    fc.property(fc.array(folder, { maxLength: 3 }), dialect, (folders, release) => {
      const read = () =>
        folders.map((files, index) => ({
          name: `s${index}`,
          read: readFolder(
            Object.entries(files).map(([path, body]) => ({ path: `s${index}/${path}`, text: body })),
            release,
            `s${index}`,
          ),
        }));
      const servers = read();
      const remarks = [...servers.flatMap((server) => server.read.remarks), ...checkFolders(servers)];
      identifyServers(servers);
      for (const remark of remarks) {
        expect(remark.text).not.toContain('\n');
        if (remark.place.line === 0) continue;
        const [name, file] = remark.place.file.split('/') as [string, string];
        const line = folders[Number(name.slice(1))]![file]!.split('\n')[remark.place.line - 1];
        expect(line).toBeDefined();
        expect(remark.place.column).toBeGreaterThanOrEqual(1);
        expect(remark.place.column).toBeLessThanOrEqual(line!.length + 1);
      }
      expect(read()).toEqual(servers);
    }),
    { numRuns: 600, seed: 20_060_329 },
  );
});

it('gives a complete configuration whatever it reads', () => {
  fc.assert(
    fc.property(folder, dialect, (files, release) => {
      const { dundi, sip, iax, dialplan } = readFolder(
        Object.entries(files).map(([path, body]) => ({ path, text: body })),
        release,
        'pbx',
      );
      expect(dundi.ttl).toBeGreaterThanOrEqual(1);
      expect(dundi.ttl).toBeLessThanOrEqual(120);
      expect(dundi.entityId).toMatch(/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/);
      for (const seconds of [
        dundi.cacheTime,
        dundi.autokillMs,
        sip.maxExpiry,
        sip.defaultExpiry,
        sip.qualifyMs,
        iax.autokillMs,
        iax.maxAuthReq,
      ]) {
        expect(Number.isSafeInteger(seconds) && seconds >= 0).toBe(true);
      }
      for (const step of dialplan.contexts.flatMap((context) => context.steps)) {
        expect(step.priority).toBeGreaterThanOrEqual(1);
        expect(step.application).not.toBe('');
      }
    }),
    { numRuns: 400, seed: 20_060_329 },
  );
});

it('overlays never throw', () => {
  const base = readFolder([{ path: 'sip.conf', text: '[general]' }], '1.2', 'pbx');
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.oneof(fc.constantFrom('ttl', 'cachetime', 'qualify', 'sip.context', 'iax.', '.', 'call-limit'), fc.string()),
        fc.string(),
      ),
      (keys) => {
        const place = { file: 'x.yaml', line: 1, column: 1 };
        overlayServer(base, Object.fromEntries(Object.entries(keys).map(([key, value]) => [key, { value, place }])));
      },
    ),
    { numRuns: 300, seed: 20_060_329 },
  );
});
