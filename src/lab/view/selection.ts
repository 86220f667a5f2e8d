import type { ClusterFacts } from '../engine/clusterFacts.ts';

/** What is selected on the stage. */
export type Selection =
  | { readonly kind: 'none' }
  | { readonly kind: 'server'; readonly server: number }
  | { readonly kind: 'database' }
  | { readonly kind: 'link'; readonly server: number; readonly to: number }
  | { readonly kind: 'phones'; readonly group: number };

/** For a link: `regpbx2`, `database`, `regpbx2 dunpbx1` (a link), `phones office`. */
export function selectionName(selected: Selection, { servers, groups }: ClusterFacts): string {
  const name = (host: number): string => servers[host]?.name ?? 'database';
  switch (selected.kind) {
    case 'none':
      return '';
    case 'server':
      return name(selected.server);
    case 'database':
      return 'database';
    case 'link':
      return `${name(selected.server)} ${name(selected.to)}`;
    case 'phones':
      return `phones ${groups[selected.group]!.name}`;
  }
}

export function selectionNamed(text: string, { servers, groups }: ClusterFacts): Selection {
  const [first = '', second] = text.split(' ');
  const place = (name: string): number => servers.findIndex((server) => server.name === name);
  if (first === 'phones' && second !== undefined) {
    const group = groups.findIndex(({ name }) => name === second);
    return group < 0 ? { kind: 'none' } : { kind: 'phones', group };
  }
  if (first === 'database') return { kind: 'database' };
  const server = place(first);
  if (server < 0) return { kind: 'none' };
  if (second === undefined) return { kind: 'server', server };
  const to = second === 'database' ? servers.length : place(second);
  return to < 0 ? { kind: 'server', server } : { kind: 'link', server, to };
}
