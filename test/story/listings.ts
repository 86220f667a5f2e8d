/** A line of the paper that cannot have been printed so, and what was. */
export interface Slip {
  readonly printed: string;
  readonly meant: string;
  readonly why: string;
}

/** The lines of a console listing of the paper: prompts left out, wrapped lines joined, slips put right. */
export function linesOfListing(text: string, slips: readonly Slip[]): string[] {
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '' || /^\w+\*CLI>/.test(line)) continue;
    if (/^(--|==|\w{3} \d+ [\d:]{8} )/.test(line)) lines.push(line);
    else lines[lines.length - 1] += ` ${line}`; // The paper wraps long lines.
  }
  const used = new Set<Slip>();
  const corrected = lines.map((line) =>
    slips.reduce((now, slip) => {
      if (!now.includes(slip.printed)) return now;
      used.add(slip);
      return now.replace(slip.printed, slip.meant);
    }, line),
  );
  const unused = slips.filter((slip) => !used.has(slip));
  if (unused.length > 0) throw new Error(`not in the listing: ${unused.map((slip) => slip.printed).join(', ')}`);
  return corrected;
}

/**
 * What may differ between two replays of the same call: channel ids (numbered by their first appearance), secrets,
 * times, process and source-line numbers, ringing that is said again, and "in new stack", which the paper has on some
 * lines.
 */
export function comparable(lines: readonly string[]): string[] {
  const ids = new Map<string, string>();
  const numbered = (device: string, id: string): string => {
    const key = `${device}-${id}`;
    if (!ids.has(key)) ids.set(key, `${device}-#${ids.size + 1}`);
    return ids.get(key)!;
  };
  const plain = lines.map((line) =>
    line
      .replace(/^\w{3} \d+ [\d:]{8} /, '')
      .replace(/\b(WARNING|NOTICE|ERROR)\[\d+\]:/, '$1:')
      .replace(/\b(\w+\.c):\d+ /, '$1 ')
      .replace(/ in new stack$/, '')
      .replace(/\bpriv:[^@\s]+@/, 'priv:SECRET@')
      .replace(/(SIP\/[\w.:]+)-([0-9a-f]{4,8})\b/g, (_, device: string, id: string) => numbered(device, id))
      .replace(/(IAX2\/[\w.:]+)-(\d+)\b/g, (_, device: string, id: string) => numbered(device, id)),
  );
  return plain.filter((line, i) => !(line.endsWith(' is ringing') && plain.slice(0, i).includes(line)));
}
