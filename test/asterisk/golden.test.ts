import { describe, expect, it } from 'vitest';
import { checkFolders, identifyServers, type NamedServer } from '../../src/asterisk/index.ts';
import { formatPlace } from '../../src/text/place.ts';
import { lines, readCluster, type Dialect } from './help.ts';

/** What `check` says of a cluster: each server, then all together. */
function said(servers: readonly NamedServer[]): string {
  return `${[...servers.flatMap(({ read }) => lines(read.remarks)), ...lines(checkFolders(servers))].join('\n')}\n`;
}

/** A reading as a text that a person can compare with the files. */
function shown(servers: readonly NamedServer[]): string {
  const places = (key: string, value: unknown): unknown => (key === 'place' ? formatPlace(value as never) : value);
  return servers
    .map(
      ({ name, read: { dundi, sip, iax, dialplan } }) =>
        `${name} ${JSON.stringify({ dundi, sip, iax, dialplan }, places, 1)}\n`,
    )
    .join('');
}

describe('the paper', () => {
  it('as printed: says what is odd', async () => {
    await expect(said(readCluster('scenarios/paper-as-printed', '1.2'))).toMatchFileSnapshot(
      'golden/paper-as-printed.check.txt',
    );
  });

  it.each([
    ['lines that are remarks', 'regpbx1/dundi.conf:16:1: risk: "(we reduce the cachetime to 5 seconds'],
    ['rows of asterisks', 'regpbx1/dundi.conf:14:1: risk: "*****" is no configuration'],
    [
      'a remark that opens a section and swallows autokill',
      'regpbx1/dundi.conf:24:1: risk: [see diagram DUNDi Hop Count] is neither general',
    ],
    [
      'regpbx1 under two identities',
      'dunpbx1/dundi.conf:1:1: risk: the peer at 10.10.10.121 is known here as 01:31:af:e7:ff:37, but regpbx1 has the entityid 02:03:af:b7:ff:37',
    ],
    [
      'the hub without a mapping',
      'peers may ask for "priv", but no mapping has this name: the server refuses them (NOAUTH',
    ],
    ['_X', 'regpbx1/extensions.conf:9:15: risk: "_X" matches one digit only'],
    ['${ARG1}', 'regpbx1/extensions.conf:9:15: risk: ${ARG1} and its kin have a value in a macro only'],
    ['GotoIf without $[ ]', 'regpbx1/extensions.conf:21:16: risk: the condition "${var1}" = "") stands outside $[ ]'],
    [
      'priority 8 after 6',
      'regpbx1/extensions.conf:22:16: note: extension _X. has no priority 7: it goes from 6 to 8 only by a jump',
    ],
    ['[incoming]', 'regpbx1/extensions.conf:3:18: risk: Goto goes to [incoming], which does not exist'],
    ['[invalid]', 'regpbx1/extensions.conf:14:12: risk: [lookupmysql] includes [invalid], which does not exist'],
    ['[sendtovm]', 'regpbx1/extensions.conf:24:17: risk: Goto goes to [sendtovm], which does not exist'],
    ['[incomingdundi]', 'regpbx1/iax.conf:4:9: risk: calls of user "priv" arrive in [incomingdundi]'],
    ['the wrapped statement', 'regpbx1/extensions.conf:17:1: risk: "where\\ name =" is no directive of a context'],
    [
      'the statement that nobody understands',
      'regpbx1/extensions.conf:16:16: risk: this SQL takes its time and returns nothing',
    ],
    ["the hub's remark behind an address", 'dunpbx1/dundi.conf:3:8: risk: host is "10.10.10.121 (regpbx1 IP Address)"'],
  ])('as printed: %s', (_, remark) => {
    expect(said(readCluster('scenarios/paper-as-printed', '1.2'))).toContain(remark);
  });

  it('as printed: does not ask for the context that regcontext makes', () => {
    expect(said(readCluster('scenarios/paper-as-printed', '1.2'))).not.toContain('[sipregistration], which');
  });

  it.each([
    ['paper', '1.2'],
    ['paper-16', '16'],
  ] as [string, Dialect][])('%s: has neither mistakes nor risks', (folder, dialect) => {
    const servers = readCluster(`scenarios/${folder}`, dialect);
    expect(servers.map(({ name }) => name)).toEqual(['dunpbx1', 'regpbx1', 'regpbx2', 'regpbx3', 'regpbx4', 'regpbx5']);
    expect(servers.flatMap(({ read }) => read.remarks).filter((remark) => remark.severity !== 'note')).toEqual([]);
    expect(checkFolders(servers).filter((remark) => remark.severity !== 'note')).toEqual([]);
  });

  it.each([
    ['paper', '1.2'],
    ['paper-16', '16'],
  ] as [string, Dialect][])('%s: is read as it stands', async (folder, dialect) => {
    const servers = readCluster(`scenarios/${folder}`, dialect);
    await expect(shown(servers.slice(0, 2))).toMatchFileSnapshot(`golden/${folder}.reading.txt`);
  });

  it("each dialect warns of the other's marks", () => {
    expect(said(readCluster('scenarios/paper', '16'))).toContain('in 16 it is a character like any other');
    expect(said(readCluster('scenarios/paper-16', '1.2'))).toContain(
      'arguments are separated by commas all through this dialplan',
    );
  });

  it('places each server', () => {
    expect(
      identifyServers(readCluster('scenarios/paper', '1.2')).map(
        ({ name, address, entityId }) => `${name} ${address} ${entityId}`,
      ),
    ).toEqual([
      'dunpbx1 10.10.10.120 00:14:22:23:26:2e',
      'regpbx1 10.10.10.121 01:31:af:e7:ff:37',
      'regpbx2 10.10.10.122 03:11:aa:02:b3:1d',
      'regpbx3 10.10.10.123 05:31:ad:18:53:0b',
      'regpbx4 10.10.10.124 01:19:4a:52:b3:1d',
      'regpbx5 10.10.10.125 02:7a:ae:43:52:0c',
    ]);
  });
});

describe("other people's configurations", () => {
  it.each([
    ['branch-office', '1.2'],
    ['two-hubs', '16'],
    ['mesh', '16'],
  ] as [string, Dialect][])('%s', async (folder, dialect) => {
    const servers = readCluster(`test/asterisk/fixtures/${folder}`, dialect);
    expect(servers.flatMap(({ read }) => lines(read.remarks, 'mistake'))).toEqual([]);
    await expect(said(servers)).toMatchFileSnapshot(`golden/${folder}.check.txt`);
    await expect(shown(servers.slice(0, 1))).toMatchFileSnapshot(`golden/${folder}.reading.txt`);
  });
});
