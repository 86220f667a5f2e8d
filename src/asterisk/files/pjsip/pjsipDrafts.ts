import { MILLISECOND, SECOND } from '../../../kernel/units.ts';
import type { PjsipAor, PjsipConfig, PjsipEndpoint } from '../../../model/config.ts';
import type { Rules } from '../../../model/rules.ts';
import type { Draft } from '../../settings.ts';

/** What is read of an endpoint's section: its objects are joined by their names afterwards. */
export interface EndpointDraft extends Draft<
  Omit<PjsipEndpoint, 'aors' | 'auths' | 'isChallenged' | 'matches' | 'outboundAuth'>
> {
  aors: readonly string[];
  auth: readonly string[];
  outboundAuth: readonly string[];
}

export type AorDraft = Draft<PjsipAor>;

/** [global], [system], and what a scenario may set of the database's rows. */
export interface GeneralDraft extends Draft<
  Pick<PjsipConfig, 'regContext' | 'expiryCheck' | 'identifyBy' | 'maxInitialQualify'>
> {
  threads: Draft<PjsipConfig['threads']>;
  row: Draft<PjsipEndpoint>;
  rowAor: AorDraft;
}

/** res_pjsip/location.c: defaults of an AOR. */
export function newAor(name: string): AorDraft {
  return {
    name,
    contacts: [],
    minExpiration: 60,
    maxExpiration: 7200,
    defaultExpiration: 3600,
    maxContacts: 0,
    removeExisting: false,
    removeUnavailable: false,
    qualifyFrequency: 0,
    qualifyTimeout: 3 * SECOND,
  };
}

/** pjsip_configuration.c: defaults of an endpoint. */
export function newEndpoint(name: string): EndpointDraft {
  const named = { aors: [], auth: [], outboundAuth: [] };
  return { name, context: 'default', directMedia: true, allowOverlap: true, busyAt: 0, fromUser: '', ...named };
}

/** config_global.c, config_system.c; rows of the database let one phone register, unless the scenario says otherwise. */
export function newGeneral(rules: Rules): GeneralDraft {
  const { aors: _, auth: __, outboundAuth: ___, ...row } = newEndpoint('');
  return {
    regContext: '',
    expiryCheck: rules.expiryCheck,
    identifyBy: ['ip', 'username', 'anonymous'],
    maxInitialQualify: 0,
    threads: { atStart: rules.sipThreads, most: 50, growBy: 1 },
    row: { ...row, isChallenged: true, auths: [], outboundAuth: undefined, matches: [], aors: [] },
    rowAor: { ...newAor(''), maxContacts: 1, minExpiration: rules.minExpiry },
  };
}

/** `3.0` and `0.5`, as a timeout is written. */
export function fractionalSeconds(text: string): number | undefined {
  const value = /^\s*(\d+(?:\.\d+)?)\s*$/.exec(text)?.[1];
  return value === undefined ? undefined : Math.round(Number(value) * 1000) * MILLISECOND;
}
