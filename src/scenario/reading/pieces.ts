import {
  callSchema,
  faultSchema,
  groupSchema,
  scenarioSchema,
  type CallData,
  type FaultData,
  type GroupData,
  type ScenarioData,
} from './schema.ts';
import { child, entriesOf, itemsOf, toPlain, type MappingNode, type Path } from './tree.ts';

/** The parts of a scenario that could be read; undefined ones have a mistake, which is reported already. */
export interface Pieces {
  readonly data: Readonly<ScenarioData>;
  readonly groups: ReadonlyMap<string, GroupData>;
  readonly calls: readonly (CallData | undefined)[];
  readonly faults: readonly (FaultData | undefined)[];
  readonly base: string;
  /** Places of what the schema refused: nothing of it is in the pieces. */
  readonly removed: readonly Path[];
}

/** Of a tree with mistakes, the parts that have none: so that dangling names elsewhere are reported in the same pass. */
export function piecesOf(data: ScenarioData | undefined, root: MappingNode, path: string): Pieces {
  const base = path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : '';
  if (data !== undefined)
    return {
      data,
      groups: new Map(Object.entries(data.phones ?? {})),
      calls: data.calls ?? [],
      faults: data.faults ?? [],
      base,
      removed: [],
    };
  const part = (key: string) => {
    const node = child(root, key);
    const read = node === undefined ? undefined : scenarioSchema.shape[key as 'title'].safeParse(toPlain(node));
    return read?.success ? { [key]: read.data } : {};
  };
  const keys = Object.keys(scenarioSchema.shape).filter(
    (key) => !['phones', 'calls', 'faults', 'servers'].includes(key),
  );
  const salvaged = Object.assign({}, ...keys.map(part)) as ScenarioData;
  const groups = entriesOf(child(root, 'phones')).flatMap(([name, { value }]) => {
    const read = groupSchema.safeParse(toPlain(value));
    return read.success ? [[name, read.data] as const] : [];
  });
  return {
    data: { ...salvaged, servers: salvagedServers(root) },
    groups: new Map(groups),
    calls: itemsOf(child(root, 'calls')).map((node) => callSchema.safeParse(toPlain(node)).data),
    faults: itemsOf(child(root, 'faults')).map((node) => faultSchema.safeParse(toPlain(node)).data),
    base,
    removed: [],
  };
}

function salvagedServers(root: MappingNode): NonNullable<ScenarioData['servers']> {
  const schema = scenarioSchema.shape.servers.unwrap().valueType;
  const servers = Object.create(null) as NonNullable<ScenarioData['servers']>;
  for (const [name, { value }] of entriesOf(child(root, 'servers'))) {
    const read = schema.safeParse(toPlain(value));
    if (read.success) servers[name] = read.data;
  }
  return servers;
}
