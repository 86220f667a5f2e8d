import type { ServerId } from '../../model/ids.ts';
import type { ClusterParts } from '../../model/composition.ts';
import { MAX_RESULTS } from '../../model/server/dundi/answer.ts';
import { NO_ROOT } from '../../model/server/dundi/cache.ts';
import type { Transaction } from '../../model/server/dundi/transaction.ts';
import { PORT } from './showDundi.ts';
import { printf } from './printf.ts';

/** `dundi show requests`: lookups that others of the same number would wait for. */
export function showRequests({ dundi }: ClusterParts, server: ServerId): string[] {
  const format = '%-15s %-15s %-15s %-3.3s %-3.3s';
  const { eids } = dundi.nodes[server]!;
  const rows = dundi.lookups
    .pendingOf(server)
    .map(({ asker, answers }) =>
      printf(
        format,
        asker.spelling.number,
        asker.spelling.context,
        asker.root === NO_ROOT ? '<unspecified>' : eids.text(asker.root),
        threeDigits(MAX_RESULTS),
        threeDigits(answers.length),
      ),
    );
  return [printf(format, 'Number', 'Context', 'Root', 'Max', 'Rsp').trimEnd(), ...rows];
}

/** C's %-3.3d */
function threeDigits(value: number): string {
  return String(value).padStart(3, '0');
}

/**
 * `dundi show trans`: one line for each exchange that this server has not closed, with the sequence numbers that it
 * would
 * send, has seen and was acknowledged. Transaction numbers are drawn at random by Asterisk; here they count.
 */
export function showTransactions({ dundi, config, rules }: ClusterParts, server: ServerId): string[] {
  const recent = rules.dialect === '16';
  const rows: string[] = [];
  dundi.transactions.each((transaction) => {
    if (transaction.asker.host !== server && transaction.answerer.host !== server) return;
    const asks = transaction.asker.host === server;
    const [mine, other] = asks ? [transaction.asker, transaction.answerer] : [transaction.answerer, transaction.asker];
    if (!mine.open) return;
    const numbers = asks ? numbersOfAsker(transaction) : numbersOfAnswerer(transaction);
    rows.push(
      printf(
        recent ? '%-41s:%5d %s %s %s %s %s' : '%-16.16s:%5d %s %s %s %s %s',
        config.servers[other.host]!.address,
        PORT,
        ...numbers,
      ),
    );
  });
  return [
    printf(
      recent ? '%-47s %-5.5s %-5.5s %-3.3s %-3.3s %-3.3s' : '%-22.22s %-5.5s %-5.5s %-3.3s %-3.3s %-3.3s',
      'Remote',
      'Src',
      'Dst',
      'Tx',
      'Rx',
      'Ack',
    ).trimEnd(),
    ...rows,
  ];
}

/** Transaction numbers have 15 bits; 0 is none. */
function numberOf(id: number, end: 0 | 1): string {
  return String(1 + ((2 * id + end) % 32767)).padStart(5, '0');
}

function numbersOfAsker(transaction: Transaction): string[] {
  const known = transaction.acknowledged;
  return [
    numberOf(transaction.id, 0),
    known ? numberOf(transaction.id, 1) : '00000',
    '001',
    '000',
    known ? '001' : '000',
  ];
}

function numbersOfAnswerer(transaction: Transaction): string[] {
  return [
    numberOf(transaction.id, 1),
    numberOf(transaction.id, 0),
    transaction.reply === undefined ? '000' : '001',
    '001',
    '000',
  ];
}
