import { added } from '../../../kernel/resource/added.ts';
import { newShelf, type Shelf } from './cacheColumns.ts';

/**
 * What the caches of all servers hold of one text in a context: of a number, or of a beginning of numbers.
 *
 * A question is looked for in the caches of fifty servers in turn, and few of them have its number. Kept with the number
 * they are known at once; a table of each server is memory that the processor has forgotten since its last question.
 */
export interface Slot {
  readonly text: string;
  readonly context: string;
  /** Servers that have a shelf here, and their shelves. */
  servers: readonly number[];
  shelves: readonly Shelf[];
  /** The same where there are more than FEW of them. */
  byServer: Map<number, Shelf> | undefined;
}

/** Servers that are looked through one by one; a beginning such as "1" is in the caches of all servers of a cluster. */
const FEW = 64;

/** Of texts that no cache has. */
const NO_SERVERS: readonly number[] = [];
const NO_SHELVES: readonly Shelf[] = [];

export function newSlot(text: string, context: string): Slot {
  return { text, context, servers: NO_SERVERS, shelves: NO_SHELVES, byServer: undefined };
}

/** `number/context`, as the astdb names it. */
export function slotName({ text, context }: Slot): string {
  return `${text}/${context}`;
}

export function shelfAt({ servers, shelves, byServer }: Slot, server: number): Shelf | undefined {
  if (byServer !== undefined) return byServer.get(server);
  for (let i = 0; i < servers.length; i++) if (servers[i] === server) return shelves[i];
  return undefined;
}

/** It has none there. */
export function addShelf(slot: Slot, server: number): Shelf {
  const shelf = newShelf();
  slot.servers = added(slot.servers, server);
  slot.shelves = added(slot.shelves, shelf);
  if (slot.byServer !== undefined) slot.byServer.set(server, shelf);
  else if (slot.servers.length > FEW) slot.byServer = new Map(slot.servers.map((one, i) => [one, slot.shelves[i]!]));
  return shelf;
}

export function clearShelf(slot: Slot, server: number): void {
  const at = slot.servers.indexOf(server);
  if (at < 0) return;
  slot.servers = slot.servers.toSpliced(at, 1);
  slot.shelves = slot.shelves.toSpliced(at, 1);
  slot.byServer?.delete(server);
}
