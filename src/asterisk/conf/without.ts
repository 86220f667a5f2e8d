/** What a server does without a file. extconfig.conf is missing on most. */
const WITHOUT: ReadonlyMap<string, string> = new Map([
  ['dundi.conf', 'the server neither asks nor answers DUNDi'],
  ['sip.conf', "Asterisk's defaults hold, and registered phones do not appear in the dialplan"],
  [
    'pjsip.conf',
    'phones and their contacts are those of the database alone, and registered phones do not appear in the dialplan',
  ],
  ['iax.conf', 'no server can call in over IAX2'],
  ['extensions.conf', 'every call is refused'],
]);

/** What it costs that a file is not there, or is refused; undefined: nothing that is worth a line. */
export function without(name: string): string | undefined {
  return WITHOUT.get(name);
}
