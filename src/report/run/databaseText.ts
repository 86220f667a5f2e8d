import type { Measures } from '../../measure/measures.ts';
import { count, moment } from '../format.ts';

/**
 * When the database refused connections first, for a headline; empty: it refused none. Realtime statements use connections
 * that are open already, so that a WARNING on the console is the only sign.
 */
export function databaseAnswer({ database, config }: Measures): string {
  const { firstRefusal, refused } = database;
  if (firstRefusal === undefined) return '';
  const limit = count(config.database.connectionLimit);
  return `all ${limit} connections of the database were open at ${moment(firstRefusal)}, and ${count(refused)} more were refused from then on: only a WARNING on the console of the server says so`;
}
