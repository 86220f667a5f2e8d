import { describe, expect, it } from 'vitest';
import { readdirSync, readFileSync } from 'node:fs';
import { checkFolders } from '../../src/asterisk/index.ts';
import { lines, readFolder, type Dialect } from './help.ts';

/** What `check` says of the paper's folders with one file changed, without what it says of them as they are. */
function said(
  file = '',
  from: RegExp | string = '',
  to = '',
  { folder = 'paper', dialect = '1.2' as Dialect } = {},
): string[] {
  const all = (isEdited: boolean): string[] => {
    const root = `scenarios/${folder}`;
    const servers = readdirSync(root).map((name) => {
      const files = readdirSync(`${root}/${name}`).map((one) => {
        const path = `${name}/${one}`;
        const text = readFileSync(`${root}/${path}`, 'utf8');
        const edited = isEdited && path === file ? text.replace(from, to) : text;
        if (isEdited && path === file) expect(edited, 'the edit changes nothing').not.toBe(text);
        return { path, text: edited };
      });
      return { name, read: readFolder(files, dialect, name) };
    });
    return lines([...servers.flatMap(({ read }) => read.remarks), ...checkFolders(servers)], 'risk');
  };
  const clean = all(false);
  return file === '' ? clean : all(true).filter((line) => !clean.includes(line));
}

const ADDED = /$(?![^])/;

describe('one bad fixture for each risk', () => {
  it.each([
    [
      'cachetime forgotten on one server',
      'regpbx2/dundi.conf',
      /^cachetime=5\n/m,
      '',
      'regpbx2/dundi.conf:1:1: risk: no cachetime',
    ],
    [
      'cachetime forgotten on the hub',
      'dunpbx1/dundi.conf',
      /^cachetime=.*\n/m,
      '',
      'dunpbx1/dundi.conf:1:1: risk: no cachetime',
    ],
    ['ttl 1 at an asker', 'regpbx2/dundi.conf', 'ttl=2', 'ttl=1', 'regpbx2/dundi.conf:13:5: risk: ttl = 1 ends before'],
    [
      'ttl needlessly high',
      'regpbx2/dundi.conf',
      'ttl=2',
      'ttl=12',
      'regpbx2/dundi.conf:13:5: risk: ttl = 12 is more than the 2 steps',
    ],
    [
      'ttl not set',
      'regpbx2/dundi.conf',
      'ttl=2',
      '',
      'regpbx2/dundi.conf:1:1: risk: no ttl, and the default, ttl = 120,',
    ],
    [
      'no rtcachefriends',
      'regpbx2/sip.conf',
      /^rtcachefriends=.*\n/m,
      '',
      'regpbx2/sip.conf:2:1: risk: phones come from the database without',
    ],
    [
      'Connect without Disconnect',
      'regpbx2/extensions.conf',
      /MYSQL\(Disconnect.*/,
      'NoOp',
      'regpbx2/extensions.conf:30:16: risk: [lookupmysql] connects',
    ],
    [
      'a one-way peer',
      'dunpbx1/dundi.conf',
      /^\[03:11[^]*?order = primary\n/m,
      '',
      'regpbx2/dundi.conf:21:1: risk: regpbx2 asks dunpbx1, which has no peer section',
    ],
    [
      'another EID',
      'regpbx2/dundi.conf',
      'entityid=03:11',
      'entityid=03:12',
      'dunpbx1/dundi.conf:20:1: risk: the peer at 10.10.10.122 is known here as',
    ],
    [
      'another key',
      'regpbx2/dundi.conf',
      'inkey = dundi',
      'inkey = other',
      'regpbx2/dundi.conf:21:1: risk: regpbx2 asks dunpbx1, which refuses: inkey',
    ],
    [
      'no mapping on the hub',
      'dunpbx1/dundi.conf',
      /^priv =>.*/m,
      '',
      'regpbx2/dundi.conf:21:1: risk: regpbx2 asks dunpbx1 for "priv", which dunpbx1 has no mapping for',
    ],
    [
      'neither autokill nor qualify',
      'regpbx2/dundi.conf',
      /autokill=yes([^]*)qualify = yes/,
      '$1',
      'regpbx2/dundi.conf:21:1: risk: neither qualify here nor autokill',
    ],
    ['IAX2 without autokill', 'regpbx2/iax.conf', /^autokill=yes.*\n/m, '', 'regpbx2/iax.conf:1:1: risk: no autokill'],
    [
      'a loop',
      'regpbx2/extensions.conf',
      ADDED,
      '\n[a]\nexten => s,1,NoOp\nexten => s,2,Goto(b|s|1)\n[b]\nexten => s,1,Goto(a|s|1)\n',
      'risk: this Goto leads back to where it came from',
    ],
    [
      'a loop of one priority',
      'regpbx2/extensions.conf',
      ADDED,
      '\n[a]\nexten => s,1,Goto(1)\n',
      'risk: this Goto leads back',
    ],
  ] as const)('%s', (_, file, from, to, risk) => {
    expect(said(file, from, to)).toContainEqual(expect.stringContaining(risk));
  });

  it('Connect without Disconnect on some path', () => {
    const [risk] = said('', '', '', { folder: 'paper-leak' });
    expect(risk).toMatch(/^regpbx\/extensions\.conf:36:16: risk: GotoIf may leave before MYSQL\(Disconnect\) at .*:38/);
    expect(said('', '', '', { folder: 'paper-leak-16', dialect: '16' })).toHaveLength(1);
    const within = 'exten => _X.,5,GotoIf($["${var1}" = ""]?6:7)\nexten => _X.,5,MYSQL(Disconnect';
    expect(said('regpbx2/extensions.conf', 'exten => _X.,5,MYSQL(Disconnect', within).join()).not.toContain(
      'may leave',
    );
  });

  it('a loop that the caller leads, or that a step leaves, is none', () => {
    const menu = '\n[a]\nexten => s,1,Background(menu)\nexten => s,2,WaitExten(5)\nexten => s,3,Goto(1)\n';
    const again = '\n[b]\nexten => s,1,GotoIf($["${x}" = ""]?3)\nexten => s,2,Goto(1)\nexten => s,3,Hangup\n';
    expect(said('regpbx2/extensions.conf', ADDED, menu + again)).toEqual([]);
  });

  it.each([
    ['paper', '1.2'],
    ['paper-16', '16'],
    ['paper-function', '1.2'],
    ['paper-two-hubs', '1.2'],
    ['paper-gateways', '1.2'],
    ['paper-gateways-16', '16'],
  ] as const)('%s is silent', (folder, dialect) => {
    expect(said('', '', '', { folder, dialect })).toEqual([]);
  });
});
