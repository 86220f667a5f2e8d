import { RULES, type Rule, type RuleValue } from '../../model/rules.ts';
import { table, wrap } from '../../report/textTable.ts';
import { didYouMean } from '../../text/nearest.ts';
import { mistakeIn } from '../files/textFiles.ts';
import { EXIT, type ExitCode, type Io } from '../io.ts';

const PROFILES = ['whitepaper', 'asterisk-1.2', 'asterisk-16'] as const;
const ALL = RULES as Readonly<Record<string, Rule<RuleValue>>>;

/** `dundisim explain`: what the profiles say, where it is written, and how a scenario says otherwise. */
export async function explain(name: string | undefined, io: Io): Promise<ExitCode> {
  const bare = name?.replace(/^rules\./, '');
  if (bare === undefined) io.out(allRules());
  else if (Object.hasOwn(ALL, bare)) io.out(oneRule(bare, ALL[bare]!));
  else
    throw mistakeIn(
      '',
      `no rule is named "${name}"${didYouMean(bare, Object.keys(ALL)) || '; "dundisim explain" lists them'}`,
    );
  return EXIT.fine;
}

function allRules(): string {
  const rows = Object.entries(ALL).map(([name, rule]) => [
    name,
    ...PROFILES.map((profile) => valueText(rule, rule[profile])),
  ]);
  const lines = table([['rule', ...PROFILES], ...rows], ['left', 'left', 'left', 'left']);
  const how =
    'A scenario overrides a rule under "rules:", or on the command line with --set rules.<rule>=<value>. "dundisim explain <rule>" tells what a rule decides and where that is written.';
  return `${lines.join('\n')}\n\n${wrap(how).join('\n')}\n`;
}

function oneRule(name: string, rule: Rule<RuleValue>): string {
  const values = table(
    PROFILES.map((profile) => [profile, valueText(rule, rule[profile])]),
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
    ...wrap(`values    ${allowed}`, '          '),
    `override  --set rules.${name}=${valueText(rule, other).replaceAll(' ', '')}`,
    '',
  ].join('\n');
}

function valueText(rule: Rule<RuleValue>, value: RuleValue): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return rule.unit === 's' || rule.unit === 'ms' ? `${value} ${rule.unit}` : String(value);
}
