import type { Edit } from './lab.ts';

const SERVERS: Readonly<Record<string, readonly [string, string]>> = {
  dunpbx1: ['00:14:22:23:26:2E', '10.10.10.120'],
  regpbx1: ['01:31:AF:E7:FF:37', '10.10.10.121'],
  regpbx2: ['03:11:AA:02:B3:1D', '10.10.10.122'],
  regpbx3: ['05:31:AD:18:53:0B', '10.10.10.123'],
  regpbx4: ['01:19:4A:52:B3:1D', '10.10.10.124'],
  regpbx5: ['02:7A:AE:43:52:0C', '10.10.10.125'],
};

/** Who has whom for peers, in the order of the file: `regpbx2`, or `regpbx2 secondary`. Others have none. */
export type Peers = Readonly<Record<string, readonly string[]>>;

/** The laboratory's servers with other peers. */
export function peering(peers: Peers): Edit {
  return (file) => {
    const [server, name] = file.path.split('/');
    if (name !== 'dundi.conf') return file;
    const general = file.text.slice(0, file.text.search(/^\[\d/m));
    const sections = (peers[server!] ?? []).map((peer) => {
      const [other, order = 'primary'] = peer.split(' ');
      const [eid, host] = SERVERS[other!]!;
      return `[${eid}]\nmodel = symmetric\nhost = ${host}\ninkey = dundi\noutkey = dundi\ninclude = priv\npermit = priv\nqualify = yes\norder = ${order}\n`;
    });
    return { ...file, text: general + sections.join('\n') };
  };
}

/** Each knows its neighbours only. */
export function chain(...names: readonly string[]): Edit {
  return peering(
    Object.fromEntries(names.map((name, i) => [name, [names[i - 1], names[i + 1]].filter((it) => it !== undefined)])),
  );
}

/** Each knows all others. */
export function mesh(...names: readonly string[]): Edit {
  return peering(Object.fromEntries(names.map((name) => [name, names.filter((other) => other !== name)])));
}
