import type { Thread } from './channelThread.ts';

/** CALLERID(part), and 1.2's variables of that kind; what the plan has set goes before what the call came with. */
export function callerId(thread: Thread, part: string): string {
  const { callerId: set, callerNumber, callerName, dialled } = thread.channel;
  const number = set.get('num') ?? callerNumber;
  const name = set.get('name') ?? callerName;
  switch (part.toLowerCase()) {
    case 'num':
    case 'number':
    case 'ani':
      return number;
    case 'name':
      return name;
    case 'all':
      return name === '' ? number : `"${name}" <${number}>`;
    case 'dnid':
      return dialled;
    default:
      return '';
  }
}
