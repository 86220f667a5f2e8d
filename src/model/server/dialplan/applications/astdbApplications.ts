import { cut } from '../arguments.ts';
import { PENDING } from '../services.ts';
import { jumps, jumpTo101 } from './goto.ts';
import { CONTINUE, type Family } from './results.ts';

/** Asterisk's own database by application. Sources: app_db.c of 1.2.6 and 16.28.0 (DBdeltree only). */
export const DATABASE: Family = {
  /** DBget(variable=family/key[|j]) */
  DBget(thread, args) {
    const [variable, rest] = cut(args, '=');
    const [family, place] = cut(rest ?? '', '/');
    if (place === undefined) return CONTINUE;
    const [key, options = ''] = cut(place, '|');
    const found = thread.astdb('read', (db) => {
      const value = db.get(family, key);
      return value === undefined ? '' : `=${value}`;
    });
    if (found === PENDING) return PENDING;
    if (found !== '') thread.set(variable, found.slice(1));
    thread.set('DBGETSTATUS', found === '' ? 'NOTFOUND' : 'FOUND');
    if (found === '' && jumps(thread, options) && jumpTo101(thread) === PENDING) return PENDING;
    return CONTINUE;
  },
  /** DBput(family/key=value) */
  DBput(thread, args) {
    const [family, rest] = cut(args, '/');
    const [key, value] = cut(rest ?? '', '=');
    if (value === undefined) return CONTINUE;
    return thread.astdb('write', (db) => db.put(family, key, value)) === PENDING ? PENDING : CONTINUE;
  },
  DBdel(thread, args) {
    const [family, key] = cut(args, '/');
    if (key === undefined) return CONTINUE;
    return thread.astdb('write', (db) => db.delete(family, key)) === PENDING ? PENDING : CONTINUE;
  },
  DBdeltree: (thread, args) =>
    thread.astdb('write', (db) => db.deleteTree(args.replace(/\/$/, ''))) === PENDING ? PENDING : CONTINUE,
};
