import { describe, expect, it } from 'vitest';
import { readdirSync, readFileSync } from 'node:fs';
import { checkFolders, readServer, Remarks, reviewSharedRows, type FolderFile } from '../../src/asterisk/index.ts';
import { rulesOf } from '../../src/model/rules.ts';
import { lines, readCluster, readFolder, type Dialect } from './help.ts';

function filesOf(files: Record<string, string>, server: string): FolderFile[] {
  return Object.entries(files).map(([name, text]) => ({ path: `${server}/${name}`, text }));
}

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
    [
      'allowguest not set',
      'regpbx2/sip.conf',
      /^allowguest=no.*\n/m,
      '',
      'regpbx2/sip.conf:1:1: risk: no allowguest, and its default is yes',
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
    ['paper-function', '1.2'],
    ['paper-two-hubs', '1.2'],
    ['paper-16', '16'],
    ['paper-gateways', '1.2'],
    ['paper-gateways-16', '16'],
  ] as const)('%s is silent', (folder, dialect) => {
    expect(said('', '', '', { folder, dialect })).toEqual([]);
  });

  it('a row is blanked only by a server that shares its table and writes to it, and lets it expire', () => {
    const files = (more: string, table = 'users'): Record<string, string> => ({
      'sip.conf': `[general]\nallowguest=no\nrtcachefriends=yes\n${more}`,
      'extconfig.conf': `[settings]\nsippeers => mysql,pbx,${table}\n`,
    });
    const blanked = (...servers: Record<string, string>[]): string[] => {
      const remarks = new Remarks();
      reviewSharedRows(
        servers.map((one, row) => ({ name: `s${row}`, read: readFolder(filesOf(one, `s${row}`), '16', `s${row}`) })),
        remarks,
      );
      return lines(remarks.all, 'risk');
    };
    expect(blanked(files(''), files(''))).toEqual([
      expect.stringMatching(/^s0\/sip\.conf:1:1: risk: rtupdate and no ignoreregexpire \(and at 1 other server\)/),
    ]);
    expect(blanked(files('rtupdate=yes\n'), files('ignoreregexpire=yes\n'))).toEqual([
      expect.stringMatching(/^s0\/sip\.conf:4:1: risk: rtupdate and no ignoreregexpire, where/),
    ]);
    expect(blanked(files('ignoreregexpire=yes\n'), files('ignoreregexpire=yes\n'))).toEqual([]);
    expect(blanked(files('rtupdate=no\n'), files('rtupdate=no\n'))).toEqual([]);
    expect(blanked(files(''), files('', 'others'))).toEqual([]);
    expect(blanked(files(''))).toEqual([]);
  });
});

describe('what is worth a note', () => {
  /** Notes of the paper's servers laid side by side that begin like this. */
  function noted(
    begins: string,
    folder: string,
    edit: (text: string, path: string) => string,
    dialect: Dialect,
  ): string[] {
    const root = `scenarios/${folder}`;
    const servers = readdirSync(root).map((name) => {
      const files = readdirSync(`${root}/${name}`).map((one) => {
        const path = `${name}/${one}`;
        return { path, text: edit(readFileSync(`${root}/${path}`, 'utf8'), path) };
      });
      return { name, read: readFolder(files, dialect, name) };
    });
    return lines(checkFolders(servers), 'note').filter((line) => line.includes(begins));
  }
  const asIs = (text: string): string => text;

  it.each([
    ['paper', '1.2', 'regpbx1/extensions.conf:25:11', ', at 5 servers'],
    ['paper-16', '16', 'regpbx1/extensions.conf:56:11', ', at 5 servers'],
  ] as const)('the lock: %s, once', (folder, dialect, place, count) => {
    const [note, ...others] = noted('dialplan lock', folder, asIs, dialect);
    expect(others).toEqual([]);
    expect(note).toMatch(new RegExp(`^${place}: note: numbers are looked up here .* lock held${count}: two servers`));
  });

  it('the lock is named for a server on its own, and under chan_pjsip in the same words', () => {
    const alone = { name: 'pbx', read: readCluster('scenarios/paper', '1.2')[1]!.read };
    expect(lines(checkFolders([alone]), 'note')).toEqual([
      expect.stringContaining("note: numbers are looked up here with the server's one dialplan lock held: two servers"),
    ]);
    const names = readdirSync('scenarios/paper-22-switch');
    const pjsip = names.map((name) => {
      const files = readdirSync(`scenarios/paper-22-switch/${name}`).map((one) => ({
        path: `${name}/${one}`,
        text: readFileSync(`scenarios/paper-22-switch/${name}/${one}`, 'utf8'),
      }));
      return { name, read: readServer(files, { dialect: '16', name, rules: rulesOf('asterisk-22') }) };
    });
    const all = lines([...pjsip.flatMap(({ read }) => read.remarks), ...checkFolders(pjsip)], 'note');
    expect(all.filter((line) => line.includes('dialplan lock'))).toHaveLength(1);
  });

  it('no lock is held by DUNDILOOKUP(), nor by servers that nobody asks', () => {
    expect(noted('dialplan lock', 'paper-function', asIs, '1.2')).toEqual([]);
    const unasked = (text: string, path: string): string =>
      path.startsWith('regpbx') && !path.startsWith('regpbx1/') && path.endsWith('dundi.conf')
        ? text.replace(/^priv => .*/m, 'priv =>')
        : text;
    expect(noted('dialplan lock', 'paper', unasked, '1.2')).toEqual([]);
  });

  it('a route to a gateway that may be dead, where calls are made without autokill', () => {
    const silent = (text: string, path: string): string =>
      path.endsWith('iax.conf') ? text.replace(/^autokill=.*\n/m, '') : text;
    expect(noted('nothing notices', 'paper-gateways', asIs, '1.2')).toEqual([]);
    const notes = noted('nothing notices', 'paper-gateways', silent, '1.2');
    expect(notes[0]).toMatch(
      /^dunpbx1\/dundi\.conf:10:9: note: nothing notices that gateway1 is dead, .* silent for 32 s, .* iax\.conf of \w+ and \d more makes it 4 s$/,
    );
  });
});

describe('a route that hides phones', () => {
  /** A hub with a route of weight 0, and a server that it asks, whose phones are in its file. */
  function cluster(options: string, pattern: string, phone = '1337'): string[] {
    const peer = (id: string, host: string): string =>
      `[${id}]\nmodel=symmetric\nhost=${host}\ninclude=priv\npermit=priv\norder=primary\nqualify=yes\n`;
    const own = (id: string, mapping: string): string =>
      `[general]\nentityid=${id}\ncachetime=5\nttl=2\nautokill=yes\n[mappings]\n${mapping}\n`;
    const [one, two] = ['00:00:00:00:00:01', '00:00:00:00:00:02'];
    const hub = {
      'dundi.conf': `${own(one, `priv => route,0,IAX2,u:s@10.0.0.3/\${NUMBER}${options}`)}${peer(two, '10.0.0.2')}`,
      'extensions.conf': `[route]\nexten => ${pattern},1,NoOp\n`,
    };
    const pbx = {
      'dundi.conf': `${own(two, 'priv => reg,0,IAX2,dundi:${SECRET}@10.0.0.2/${NUMBER}')}${peer(one, '10.0.0.1')}`,
      'sip.conf': `[general]\nallowguest=no\nregcontext=reg\ncontext=reg\n[${phone}]\ntype=friend\nhost=dynamic\nsecret=x\n`,
    };
    const servers = Object.entries({ hub, pbx }).map(([name, files]) => ({
      name,
      read: readFolder(filesOf(files, name), '16', name),
    }));
    return lines(checkFolders(servers), 'risk').filter((line) => line.includes('nopartial'));
  }

  it('is one of weight 0 without nopartial whose pattern begins like a phone', () => {
    expect(cluster('', '_1337NXXXXXX')).toEqual([
      'hub/dundi.conf:7:9: risk: priv => route has weight 0 and no nopartial: 1337 begins like "_1337NXXXXXX", which is an answer and ends the search, and the phone 1337 is never found; add ,nopartial',
    ]);
    expect(cluster(',nopartial', '_1337NXXXXXX')).toEqual([]);
    expect(cluster('', '_1338NXXXXXX')).toEqual([]);
    expect(cluster('', '_1337NXXXXXX', '2001')).toEqual([]);
  });
});
