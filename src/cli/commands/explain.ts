import { PROFILES, type ProfileName } from '../../model/profiles.ts';
import { riskNamed, riskNames } from '../../model/risks/risks.ts';
import type { Rule, RuleValue } from '../../model/rules/ruleRow.ts';
import { RULES } from '../../model/rules.ts';
import { table, wrap } from '../../report/textTable.ts';
import { measures, type Measure } from '../../measure/definitions.ts';
import { isConfKey } from '../../scenario/building/conf.ts';
import { didYouMean } from '../../text/nearest.ts';
import { allMeasures, findMeasure, measureNames, measuresBelow, oneMeasure } from './explainMeasure.ts';
import { oneRisk } from './explainRisk.ts';
import { mistakeIn } from '../files/textFiles.ts';
import { EXIT, type ExitCode, type Io } from '../io.ts';

/** Abbreviations in answers. */
const SHORT: ReadonlyMap<string, string> = new Map([
  ['asr', 'load.answerSeizureRatio'],
  ['ser', 'load.sessionEstablishmentRatio'],
  ['bhca', 'load.busyHourCallAttempts'],
  ['hubdown', 'calls.causes.peerDown'],
]);

const ALL = RULES as Readonly<Record<string, Rule<RuleValue>>>;

/** `dundisim explain`: what the profiles say and what the measures mean, each with its source. */
export async function explain(
  name: string | undefined,
  options: { readonly json?: boolean },
  io: Io,
): Promise<ExitCode> {
  const bare = name?.replace(/^rules\./, '');
  const risk = bare === undefined ? '' : oneRisk(bare);
  if (options.json === true) io.out(asJson(bare));
  else if (bare === undefined) io.out(`${allRules()}\n${allMeasures().join('\n')}\n\n${HOW_MEASURES}`);
  else if (Object.hasOwn(ALL, bare)) io.out(`${oneRule(bare, ALL[bare]!)}${risk === '' ? '' : `\n${risk}`}`);
  else if (risk !== '') io.out([risk, ...alsoMeasured(bare)].join('\n'));
  else if (findMeasure(bare) === undefined && measuresBelow(bare).length > 0) io.out(measuresBelow(bare).join('\n'));
  else io.out(oneMeasure(measureNamed(bare)));
  return EXIT.fine;
}

/** What may be asked for. */
export function explainedNames(): readonly string[] {
  return [...Object.keys(ALL), ...riskNames(), ...measureNames()];
}

/** A cause of calls may have the name of a risk. */
function alsoMeasured(name: string): readonly string[] {
  const measure = byEnding(name, measureNames());
  return measure === undefined ? [] : [oneMeasure(measure)];
}

/** A word of an answer, `peerDown` or `voicemail`: the one measure that ends with it, or the one of `calls`. */
function byEnding(name: string, names: readonly string[]): Measure | undefined {
  const endings = names.filter((known) => known.toLowerCase().endsWith(`.${name.toLowerCase()}`));
  const ofCalls = endings.filter((known) => known.startsWith('calls.'));
  const [only, another] = ofCalls.length > 0 ? ofCalls : endings;
  return only === undefined || another !== undefined ? undefined : findMeasure(only);
}

const HOW_MEASURES = `${wrap('A measure is what "expect", --slo and --measure speak of. "dundisim explain <measure>" defines it. A risk is what "dundisim check" names: "dundisim explain <risk>" says what it finds; scenarios/README.md lists them.').join('\n')}\n`;

/** @throws UserMistakes with the nearest name */
function measureNamed(name: string): Measure {
  const measure = findMeasure(SHORT.get(name.toLowerCase()) ?? name);
  if (measure !== undefined) return measure;
  // A key of the files has a word of its own; a risk that is about it would be a wrong guess.
  const names = isConfKey(name) ? [...Object.keys(ALL), ...measureNames()] : explainedNames();
  const only = byEnding(name, names);
  if (only !== undefined) return only;
  const endings = names.filter((known) => known.toLowerCase().endsWith(`.${name.toLowerCase()}`));
  const guess =
    endings.length === 0 ? didYouMean(name, names) || containing(name, names) : `; did you mean "${endings[0]}"?`;
  const otherwise = isConfKey(name)
    ? '; it is a key of the .conf files, which a scenario may set: scenarios/README.md has them'
    : '; "dundisim explain" lists them';
  throw mistakeIn('', `no rule, no measure and no risk is named "${name}"${guess || otherwise}`);
}

/** Names in which the word is, without regard to case, spaces and hyphens. */
function containing(word: string, names: readonly string[]): string {
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[\s_-]/g, '');
  const found = names.filter((name) => plain(word) !== '' && plain(name).includes(plain(word)));
  if (found.length === 0) return '';
  return found.length === 1 ? `; did you mean "${found[0]}"?` : `; names with it are ${found.slice(0, 8).join(', ')}`;
}

function asJson(name: string | undefined): string {
  const risk = name === undefined || Object.hasOwn(ALL, name) ? undefined : riskNamed(name);
  if (risk !== undefined) return `${JSON.stringify({ risk: name, ...risk }, null, 2)}\n`;
  const known = name === undefined || Object.hasOwn(ALL, name) ? undefined : measureNamed(name);
  const rules = Object.entries(ALL).map(([rule, facts]) => ({ rule, ...facts }));
  const document = name === undefined ? { rules, measures: measures() } : (known ?? { rule: name, ...ALL[name] });
  return `${JSON.stringify(document, null, 2)}\n`;
}

function allRules(): string {
  const rows = Object.entries(ALL).map(([name, rule]) => [
    name,
    ...PROFILES.map((profile) => valueText(rule, rule[profile])),
  ]);
  const lines = table([['rule', ...PROFILES], ...rows], ['left', ...PROFILES.map(() => 'left' as const)]);
  const how =
    'A scenario overrides a rule under "rules:", or on the command line with --set rules.<rule>=<value>. "dundisim explain <rule>" says what a rule decides, and its source.';
  return `${lines.join('\n')}\n\n${wrap(how).join('\n')}\n`;
}

function oneRule(name: string, rule: Rule<RuleValue>): string {
  const values = table(
    PROFILES.map((profile) => [profile, `${valueText(rule, rule[profile])}${asIn16(rule, profile)}`]),
    ['left', 'left'],
  );
  const allowed = rule.choices === undefined ? rule.unit : rule.choices.join(', ');
  const other = rule.choices?.find((choice) => choice !== rule['asterisk-1.2']) ?? rule.whitepaper;
  return [
    ...wrap(`${name}: ${rule.says}`),
    '',
    ...values,
    '',
    ...wrap(`source    ${rule.source}`, '          '),
    ...(rule.source22 === undefined ? [] : wrap(`in 22     ${rule.source22}`, '          ')),
    ...wrap(`values    ${allowed}`, '          '),
    `override  --set rules.${name}=${valueText(rule, other).replaceAll(' ', '')}`,
    '',
  ].join('\n');
}

/** Nothing is different in 22. */
function asIn16(rule: Rule<RuleValue>, profile: ProfileName): string {
  return profile === 'asterisk-22' && rule.source22 === undefined ? ' (as asterisk-16)' : '';
}

function valueText(rule: Rule<RuleValue>, value: RuleValue): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return rule.unit === 's' || rule.unit === 'ms' ? `${value} ${rule.unit}` : String(value);
}
