import { APPLICATIONS } from '../../src/model/server/dialplan/applications/knownApplications.ts';
import { FUNCTION_CODE } from '../../src/model/server/dialplan/functions.ts';
import type { Random } from './random.ts';

/** A dialplan of every application and function, with arguments that fit, or nearly, or not at all. */
export function dialplan(random: Random, comma: string): string {
  const contexts = ['from-sip', 'a', 'macro-m', 'sub'];
  const lines = ['[general]', 'static=yes', '[globals]', 'G=1', 'H=${G}${G}'];
  for (const context of contexts) {
    lines.push(`[${context}]`);
    for (const extension of ['_X.', 's', 'i', 'h', random.of(['1001', '_1XX[0-9]', '_[12]!', '_Z.', '1002/1001'])]) {
      const count = 1 + random.below(5);
      for (let n = 1; n <= count; n++) lines.push(`exten => ${extension},${n === 1 ? 1 : 'n'},${step(random, comma)}`);
    }
    if (random.chance(40)) lines.push(`include => ${random.of(contexts)}`);
    if (random.chance(30)) lines.push('switch => DUNDi/priv');
  }
  return `${lines.join('\n')}\n`;
}

function step(random: Random, comma: string): string {
  const { name } = random.of([...APPLICATIONS.values()]);
  const count = random.below(4);
  const args = Array.from({ length: count }, () => argument(random, 2));
  return `${random.chance(50) ? random.of(USUAL) : name}(${args.join(random.chance(90) ? comma : ',')})`;
}

/** Those that decide where a call goes. */
const USUAL = ['Goto', 'GotoIf', 'Gosub', 'Macro', 'Dial', 'Set', 'ChanIsAvail', 'Wait', 'MYSQL', 'Return', 'Answer'];

function argument(random: Random, depth: number): string {
  if (depth > 0 && random.chance(40)) {
    const inner = argument(random, depth - 1);
    const other = argument(random, depth - 1);
    switch (random.below(5)) {
      case 0:
        return `\${${inner}}`;
      case 1:
        return `$[${inner} ${random.of(OPERATORS)} ${other}]`;
      case 2:
        return `\${${random.of([...FUNCTION_CODE.keys()])}(${inner},${other})}`;
      case 3:
        return `${inner}=${other}`;
      default:
        return `${inner}?${other}:${argument(random, depth - 1)}`;
    }
  }
  return random.of(WORDS);
}

const OPERATORS = ['+', '-', '*', '/', '%', '=', '!=', '<', '>', '&', '|', ':', '=~', '~~', '?', '::'];

const WORDS = [
  '1', '0', '-1', '5', '101', '999999999', '0.5', '', ' ', 'x', 's', 'i', 'a', 'm', 'sub', '1001', '"a b"', '"(a+)+$"', '"(" ',
  '${EXTEN}', '${EXTEN:1}', '${x}', '${ARG1}', '${DIALSTATUS}', '${AVAILCHAN}', '${G}', 'SIP/1001', 'SIP/${EXTEN}', 'IAX2/x', 'Zap/g1/1',
  'Local/1@a', 'toString', '__proto__', 'constructor', 'Connect c h u p d', 'Query r ${c} SELECT a FROM b WHERE c=1', 'Fetch f ${r} v', 'j', 'n', 'l',
]; // prettier-ignore
