import { ofFiles } from './caseText.ts';
import { faultOfText } from './judge.ts';
import { MENDS } from './swarmFaults.ts';

/** A scenario that fails in the same way with as few faults, calls and settings as possible: lines are left out one by one. */
export function shrunkText(text: string, fault: string, faultOf = faultOfText): string {
  const kind = kindOf(fault);
  let lines = text.split('\n');
  for (let at = lines.length - 1; at >= 0; at--) {
    if (!isOptional(lines[at]!) && !ofFiles(lines)[at]!) continue;
    const fewer = lines.filter((_, i) => i !== at);
    const other = faultOf(fewer.join('\n'));
    if (other !== undefined && kindOf(other) === kind) lines = fewer;
  }
  return lines.join('\n');
}

/** A fault, a call source, a setting of a server or of the network; not what mends everything at the end. */
function isOptional(line: string): boolean {
  return /^ {2}/.test(line) && !MENDS.test(line);
}

/** Numbers differ from run to run. */
function kindOf(fault: string): string {
  return fault.split('\n')[0]!.replace(/\d+/g, '#').slice(0, 60);
}
