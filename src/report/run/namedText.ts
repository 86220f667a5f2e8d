import type { ClusterConfig } from '../../model/config.ts';
import type { NamedFigures } from '../../measure/namedCalls.ts';
import { count, counted, percent, span } from '../format.ts';
import { prose, table } from '../textTable.ts';
import { SLOW } from './slowCalls.ts';
import type { Section } from './section.ts';

type Named = Readonly<Record<string, NamedFigures>>;

/** With more servers than this, who rang the phones is left to the JSON. */
const FEW_SERVERS = 2;

/**
 * `from the office: 172 of 180 answered (96 %), 8 lost, of them 2 after the answer, 1 busy, not answered, not found or
 * under way; …` for the answer. What is said to be in two counts leads from one to the other, so that all add up.
 */
export function namedAnswer(config: ClusterConfig, named: Named = {}): readonly string[] {
  return Object.values(named)
    .filter(({ offered }) => offered > 0)
    .map((figures) => {
      const { name, offered, answered, saved, voicemail, lost, lostVoicemail, slow, parked, retrieved } = figures;
      const [kept, rest] = [voicemail - lostVoicemail, restOf(figures)];
      const parts = [
        `${count(answered)} of ${count(offered)} answered (${percent(answered, offered)})`,
        saved > 0 ? `${count(saved)} of them by direct dial` : '',
        slow > 0 ? `${count(slow)} rang only after more than ${span(SLOW)}` : '',
        lost > 0 ? `${count(lost)} lost${alsoText(figures)}` : '',
        kept > 0 ? `${count(kept)}${lostVoicemail > 0 ? ' more' : ''} to voicemail` : '',
        rest > 0 ? `${count(rest)} busy, not answered, not found or under way` : '',
        parked > 0 ? `${count(retrieved)} of ${counted(parked, 'parked call')} fetched by the right person` : '',
        hasTwoServers(config, name) ? serversText(figures) : '',
      ];
      return `${name}: ${parts.filter((part) => part !== '').join(', ')}`;
    });
}

/** Calls that are neither answered nor lost, nor have a message. */
function restOf({ offered, answered, lost, lostAnswered, voicemail, lostVoicemail }: NamedFigures): number {
  return offered - answered - (lost - lostAnswered) - (voicemail - lostVoicemail);
}

/** Lost calls that were answered, by a person or by voicemail. */
function alsoText({ lostAnswered, lostVoicemail, diverted }: NamedFigures): string {
  const parts = [
    lostAnswered > 0 ? `${count(lostAnswered)} after the answer` : '',
    diverted > 0 ? `${count(diverted)} falsely diverted to voicemail, the phone never dialled` : '',
    lostVoicemail > diverted ? `${count(lostVoicemail - diverted)} to voicemail though the phone was idle` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : `, of them ${parts.join(' and ')}`;
}

/** The called phones may register at more than one server. */
function hasTwoServers({ calls, phones }: ClusterConfig, name: string): boolean {
  return calls.some(
    (call) =>
      call.name === name && call.kind === 'poisson' && call.callees.some((row) => phones.at(row)!.backup.length > 0),
  );
}

function serversText({ rangBy }: NamedFigures): string {
  const servers = Object.entries(rangBy)
    .filter(([, calls]) => calls > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const all = servers.reduce((sum, [, calls]) => sum + calls, 0);
  if (servers.length < 2 || servers.length > FEW_SERVERS) return '';
  return `rung by ${servers.map(([name, calls]) => `${name} ${percent(calls, all)}`).join(', ')}`;
}

/** Nothing where the scenario names no calls. */
export function namedSection(named: Named = {}): Section {
  const rows = Object.values(named).map((figures) => [
    figures.name,
    count(figures.offered),
    count(figures.answered),
    count(figures.saved),
    count(figures.voicemail),
    count(figures.diverted),
    count(figures.lost),
    count(figures.slow),
  ]);
  if (rows.length === 0) return { heading: '', lines: [] };
  const head = ['', 'offered', 'answered', 'saved', 'voicemail', 'falsely', 'lost', `> ${span(SLOW)}`];
  return {
    heading: 'Calls by name (falsely: to voicemail by mistake; the called phone was idle and never rung)',
    lines: [...table([head, ...rows]), ...bothNote(Object.values(named))],
  };
}

/** Why the columns do not add up. */
function bothNote(named: readonly NamedFigures[]): readonly string[] {
  const sum = (of: 'lostAnswered' | 'lostVoicemail'): number => named.reduce((all, one) => all + one[of], 0);
  const [answered, voicemail] = [sum('lostAnswered'), sum('lostVoicemail')];
  if (answered + voicemail === 0) return [];
  const parts = [
    answered > 0 ? `${counted(answered, 'lost call')} had been answered` : '',
    voicemail > 0 ? `${counted(voicemail, 'lost call')} had voicemail` : '',
  ].filter((part) => part !== '');
  return ['', ...prose(`The columns do not add up: ${parts.join(', ')}`)];
}
