import type { Sourced } from '../../text/mistake.ts';
import type { Rules } from '../rules.ts';
import type { RiskKind } from './riskKind.ts';
import { DIALPLAN_RISKS } from './dialplanRisks.ts';
import { FILE_RISKS } from './fileRisks.ts';
import { LOOKUP_RISKS } from './lookupRisks.ts';
import { PHONE_RISKS } from './phoneRisks.ts';
import { SCENARIO_RISKS } from './scenarioRisks.ts';

/** All that `check` looks for, by matter. A risk is said by its name, so that none is without a source. */
export const RISK_TABLES = {
  'between servers': LOOKUP_RISKS,
  'phones and what serves them': PHONE_RISKS,
  'the dialplan': DIALPLAN_RISKS,
  'any file': FILE_RISKS,
  'the scenario': SCENARIO_RISKS,
} as const;

type Tables = typeof RISK_TABLES;

export type RiskName = { [Matter in keyof Tables]: keyof Tables[Matter] & string }[keyof Tables];

const RISKS: ReadonlyMap<string, RiskKind> = new Map(
  Object.values(RISK_TABLES).flatMap((kinds) => Object.entries<RiskKind>(kinds)),
);

/** By its name; undefined: there is none. */
export function riskNamed(name: string): RiskKind | undefined {
  return RISKS.get(name);
}

export function riskNames(): readonly string[] {
  return [...RISKS.keys()];
}

/** The same remark with the source of the channel driver that a scenario runs, where each driver has its own. */
export function sourcedBy<R extends object>(
  remark: R & Partial<Sourced>,
  { channelDriver }: Pick<Rules, 'channelDriver'>,
): R {
  if (remark.risk === undefined) return remark;
  const file = channelDriver === 'chan_pjsip' ? 'pjsip.conf' : 'sip.conf';
  return { ...remark, ...sourced(remark.risk as RiskName, file) };
}

/**
 * What a remark has of it.
 *
 * @param file that it is said of, with or without its folder; without one, or of another, every source is named
 */
export function sourced(name: RiskName, file = ''): Sourced {
  const { source, byFile = {} } = RISKS.get(name)!;
  const base = file.slice(file.lastIndexOf('/') + 1);
  return { risk: name, source: Object.hasOwn(byFile, base) ? byFile[base]! : source };
}
