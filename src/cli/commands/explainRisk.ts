import { riskNamed } from '../../model/risks/risks.ts';
import { wrap } from '../../report/textTable.ts';

/** A risk of `check` in full; empty: none has that name. */
export function oneRisk(name: string): string {
  const risk = riskNamed(name);
  if (risk === undefined) return '';
  const { finds, source, byFile = {} } = risk;
  const sources = Object.entries(byFile);
  const lines =
    sources.length === 0
      ? wrap(`source    ${source}`, '          ')
      : sources.flatMap(([file, its]) => wrap(`source    ${file}: ${its}`, '          '));
  return [
    ...wrap(`${name}: a risk that "dundisim check" names: ${finds}.`),
    '',
    ...lines,
    ...wrap('where     "dundisim check" says it with file, line and what follows from it', '          '),
    '',
  ].join('\n');
}
