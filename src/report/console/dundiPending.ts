import type { ServerId } from '../../model/ids.ts';
import type { ClusterParts } from '../../model/composition.ts';
import { MAX_RESULTS } from '../../model/server/dundi/answer.ts';
import { NO_ROOT } from '../../model/server/dundi/cacheColumns.ts';
import { PORT } from './showDundi.ts';
import { printf } from './printf.ts';

/** `dundi show requests`: lookups that others of the same number would wait for. */
export function showRequests({ dundi }: ClusterParts, server: ServerId): string[] {
  const format = '%-15s %-15s %-15s %-3.3s %-3.3s';
  const { eids } = dundi.nodes[server]!;
  const rows = dundi.lookups
    .pendingOf(server)
    .map(({ spelling, root, answers }) =>
      printf(
        format,
        spelling.number,
        spelling.context,
        root === NO_ROOT ? '<unspecified>' : eids.text(root),
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
 * `dundi show trans`: one line for each exchange that this server has not closed, with the numbers of the packet that it
 * sends next, of the one that it expects next, and up to which it has acknowledged. Transaction numbers are drawn at
 * random by Asterisk; here they count.
 */
export function showTransactions({ dundi, config, rules }: ClusterParts, server: ServerId): string[] {
  const recent = rules.dialect === '16';
  const rows: string[] = [];
  dundi.transactions.each((transaction) => {
    if (transaction.server !== server) return;
    rows.push(
      printf(
        recent ? '%-41s:%5d %s %s %s %s %s' : '%-16.16s:%5d %s %s %s %s %s',
        config.servers[transaction.other]!.address,
        PORT,
        numberOf(transaction.id),
        numberOf(transaction.otherId),
        threeDigits(transaction.next),
        threeDigits(transaction.expects),
        threeDigits(transaction.acknowledged),
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
    ...rows.reverse(), // The newest first (pbx_dundi.c:create_transaction).
  ];
}

/** Transaction numbers have 15 bits; 0 is none. */
function numberOf(id: number): string {
  return String(id === 0 ? 0 : 1 + ((id - 1) % 32766)).padStart(5, '0');
}
