import { describe, expect, it } from 'vitest';
import { reviewLookups } from '../../../src/asterisk/review/reviewLookups.ts';
import { Remarks } from '../../../src/asterisk/remarks.ts';
import { lines, read } from '../help.ts';

const GENERAL =
  'cachetime=5\nautokill=yes\n[mappings]\npriv => reg,0,IAX2,dundi:${SECRET}@10.0.0.1/${NUMBER},nopartial\n';

function entityId(server: number): string {
  return `00:00:00:00:${Math.floor(server / 256).toString(16)}:${(server % 256).toString(16)}`;
}

/** Servers that ask the first one, which asks them all; `looks` counts how often somebody reads the list of peers. */
function star(size: number, ttl: number) {
  const looks = { count: 0 };
  const members = Array.from({ length: size }, (_, server) => {
    const others = server === 0 ? Array.from({ length: size - 1 }, (_, i) => i + 1) : [0];
    const peers = others.map(
      (other) => `[${entityId(other)}]\nmodel=symmetric\nhost=10.0.0.${other}\ninclude=priv\nqualify=yes\n`,
    );
    const files = {
      'dundi.conf': `[general]\nentityid=${entityId(server)}\nttl=${ttl}\n${GENERAL}${peers.join('')}`,
      'extensions.conf': '[reg]\n[out]\nswitch => DUNDi/priv\n',
    };
    const there = read(files, '16', `pbx${server}`);
    const dundi = { ...there.dundi };
    Object.defineProperty(dundi, 'peers', { get: () => (looks.count++, there.dundi.peers) });
    return { read: { ...there, dundi }, identity: { name: `pbx${server}`, entityId: dundi.entityId, address: '' } };
  });
  return { members, looks };
}

describe('reviewLookups', () => {
  it('needs two steps in a star: ttl = 1 is too low for its leaves, 4 too high for all', () => {
    const said = (ttl: number): string[] => {
      const remarks = new Remarks();
      reviewLookups(star(4, ttl).members as unknown as Parameters<typeof reviewLookups>[0], remarks);
      return lines(remarks.all, 'risk').map((line) => line.replace(/: .*(ttl = \d).*(ttl = \d).*/, ' $1 $2'));
    };
    expect(said(1)).toMatchInlineSnapshot(`
      [
        "dundi.conf:3:5 ttl = 1 ttl = 2",
        "dundi.conf:3:5 ttl = 1 ttl = 2",
        "dundi.conf:3:5 ttl = 1 ttl = 2",
      ]
    `);
    expect(said(2)).toEqual([]);
    expect(said(4)).toMatchInlineSnapshot(`
      [
        "dundi.conf:3:5 ttl = 4 ttl = 1",
        "dundi.conf:3:5 ttl = 4 ttl = 2",
        "dundi.conf:3:5 ttl = 4 ttl = 2",
        "dundi.conf:3:5 ttl = 4 ttl = 2",
      ]
    `);
  });

  it('looks at the peers of each server as often in a cluster of 80 as in one of 20', () => {
    const looksPerServer = (size: number): number => {
      const { members, looks } = star(size, 2);
      reviewLookups(members as unknown as Parameters<typeof reviewLookups>[0], new Remarks());
      return looks.count / size;
    };
    expect(looksPerServer(80)).toBe(looksPerServer(20));
  });
});
