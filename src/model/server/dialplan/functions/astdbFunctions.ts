import { cut } from '../arguments.ts';
import { PENDING, type Pending } from '../services.ts';
import type { Thread } from '../channelThread.ts';
import type { FunctionFamily, WriterFamily } from './functionCode.ts';

/** Sources: funcs/func_db.c of 1.2.6 and 16.28.0. What is read is also in DB_RESULT. */
export const ASTDB: FunctionFamily = {
  DB(thread, args) {
    const value = read(thread, args);
    return value ?? '';
  },
  DB_EXISTS(thread, args) {
    const value = read(thread, args);
    return value === PENDING ? PENDING : value === undefined ? '0' : '1';
  },
  /** The value that it had. */
  DB_DELETE: take,
  DB_KEYS(thread, args) {
    const keys = keysBelow(thread, args);
    return keys === PENDING ? PENDING : keys.map((key) => key.replaceAll(',', '\\,')).join(',');
  },
  DB_KEYCOUNT(thread, args) {
    const keys = keysBelow(thread, args);
    return keys === PENDING ? PENDING : String(keys.length);
  },
};

export const ASTDB_WRITERS: WriterFamily = {
  DB(thread, args, value) {
    const [family, key] = cut(args, '/');
    if (key === undefined) return;
    return thread.astdb('write', (db) => db.put(family, key, value)) === PENDING ? PENDING : undefined;
  },
  DB_DELETE(thread, args) {
    return take(thread, args) === PENDING ? PENDING : undefined;
  },
};

function read(thread: Thread, args: string): string | undefined | Pending {
  const [family, key] = cut(args, '/');
  if (key === undefined) return undefined;
  const found = thread.astdb('read', (db) => kept(db.get(family, key)));
  if (found === PENDING) return PENDING;
  const value = valueOf(found);
  if (value !== undefined) thread.set('DB_RESULT', value);
  return value;
}

function take(thread: Thread, args: string): string | Pending {
  const [family, key] = cut(args, '/');
  if (key === undefined) return '';
  const found = thread.astdb('write', (db) => {
    const before = kept(db.get(family, key));
    db.delete(family, key);
    return before;
  });
  if (found === PENDING) return PENDING;
  const value = valueOf(found) ?? '';
  thread.set('DB_RESULT', value);
  return value;
}

function keysBelow(thread: Thread, args: string): string[] | Pending {
  const found = thread.astdb('read', (db) => db.keysBelow(args.replace(/^\/+|\/+$/g, '')).join('\n'));
  return found === PENDING ? PENDING : found === '' ? [] : found.split('\n');
}

/** A thread remembers texts only: a value behind a mark, or an empty text for none. */
function kept(value: string | undefined): string {
  return value === undefined ? '' : `=${value}`;
}

function valueOf(found: string): string | undefined {
  return found === '' ? undefined : found.slice(1);
}
