import type { Measures } from '../../measure/measures.ts';
import { count, moment } from '../format.ts';

/**
 * When the database had no connection left, for a headline; empty: it had always one. Realtime goes on over the connections
 * that each server has already: nothing of the cluster says so but a line on a console.
 */
export function databaseAnswer({ database, config }: Measures): string {
  const { firstRefusal, refused } = database;
  if (firstRefusal === undefined) return '';
  const limit = count(config.database.connectionLimit);
  return `all ${limit} connections of the database were open at ${moment(firstRefusal)}, and ${count(refused)} more were refused from then on: only a WARNING on the console of the server says so`;
}
