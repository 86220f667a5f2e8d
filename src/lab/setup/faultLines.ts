import { formatDuration } from '../../text/duration.ts';
import { MILLISECOND, type Micros } from '../../kernel/units.ts';

/** What can be done to a part of the cluster, and the fault that says it in a scenario. */
export interface Breakage {
  /** On the button. */
  readonly label: string;
  /** `crash: regpbx2` */
  readonly fault: string;
}

/** What may be broken. */
export type Target =
  | { readonly kind: 'server'; readonly name: string }
  | { readonly kind: 'database' }
  | { readonly kind: 'link'; readonly between: string; readonly and: string }
  | { readonly kind: 'phones'; readonly group: string };

export function breakagesOf(target: Target): readonly Breakage[] {
  switch (target.kind) {
    case 'server': {
      const { name } = target;
      return [
        { label: 'Crash', fault: `crash: ${name}` },
        { label: 'Restart', fault: `restart: ${name}` },
        { label: 'Hang', fault: `hang: ${name}` },
        { label: 'Resume', fault: `resume: ${name}` },
        { label: 'Reload SIP', fault: `reload: { server: ${name}, module: sip }` },
        { label: 'Cut off', fault: `partition: ${name}` },
        { label: 'Join', fault: `heal: ${name}` },
        { label: 'Slow, 200 ms', fault: `degrade: { between: ${name}, delay: 200ms }` },
        { label: 'As it was', fault: `restore: { between: ${name} }` },
      ];
    }
    case 'database':
      return [
        { label: 'Stop', fault: 'stopDatabase: yes' },
        { label: 'Start', fault: 'startDatabase: yes' },
        { label: 'Slow, 100 times', fault: 'slowDatabase: 100' },
        { label: 'Normal speed', fault: 'slowDatabase: 1' },
        { label: 'Cut off', fault: 'partition: database' },
        { label: 'Join', fault: 'heal: database' },
      ];
    case 'link':
      return [
        { label: 'Cut', fault: `partition: [${target.between}, ${target.and}]` },
        { label: 'Join', fault: `heal: [${target.between}, ${target.and}]` },
        { label: 'Slow, 200 ms', fault: `degrade: { ${sidesOf(target)}, delay: 200ms }` },
        { label: 'Lose 20 %', fault: `degrade: { ${sidesOf(target)}, loss: 20% }` },
        { label: 'As it was', fault: `restore: { ${sidesOf(target)} }` },
      ];
    case 'phones':
      return [
        { label: 'Power off', fault: `powerOff: ${target.group}` },
        { label: 'Power on', fault: `powerOn: ${target.group}` },
        { label: 'Slow, 200 ms', fault: `degrade: { phones: ${target.group}, delay: 200ms }` },
        { label: 'Lose 20 %', fault: `degrade: { phones: ${target.group}, loss: 20% }` },
        { label: 'As they were', fault: `restore: { phones: ${target.group} }` },
      ];
  }
}

function sidesOf({ between, and }: Extract<Target, { kind: 'link' }>): string {
  return `between: ${between}, and: ${and}`;
}

/** A line for the list of faults; the moment is rounded to whole milliseconds, at least 1. */
export function faultLine(at: Micros, fault: string): string {
  const rounded = Math.max(1, Math.round(at / MILLISECOND)) * MILLISECOND;
  return `{ at: ${formatDuration(rounded)}, ${fault} }`;
}

/**
 * The scenario's text with further faults. They come behind those of its own list when that is written a line each, as
 * shipped scenarios are; any other list is kept by a key that cannot be given twice, so undefined: add them by hand.
 */
export function textWithFaults(text: string, lines: readonly string[]): string | undefined {
  if (lines.length === 0) return text;
  const rows = text.split('\n');
  const at = rows.findIndex((row) => row.startsWith('faults:'));
  if (at < 0) return `${text.replace(/\n*$/, '\n')}faults:\n${lines.map((line) => `  - ${line}\n`).join('')}`;
  const head = rows[at]!.replace(/\s+#.*$/, '').trim();
  if (head !== 'faults:' && head !== 'faults: []') return undefined;
  rows[at] = 'faults:';
  let end = at + 1;
  while (end < rows.length && /^(?:\s+\S|\s*#|- )/.test(rows[end]!)) end += 1;
  while (end > at + 1 && /^\s*#/.test(rows[end - 1]!)) end -= 1; // Comments in front of the next key.
  const indent = /^(\s*)- /.exec(rows[at + 1] ?? '')?.[1] ?? '  ';
  rows.splice(end, 0, ...lines.map((line) => `${indent}- ${line}`));
  return rows.join('\n');
}
