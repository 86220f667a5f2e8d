import type { Micros } from '../../src/kernel/units.ts';
import { SECOND } from '../../src/kernel/units.ts';
import type { Distribution } from '../../src/kernel/random/distributions.ts';
import type { ClusterConfig, Fault, PhoneConfig, ServerConfig } from '../../src/model/config.ts';
import type { CallId, LookupId, PhoneId, ServerId } from '../../src/model/ids.ts';
import type { CallRecord, LookupRecord, RegistrationRecord, StatementRecord } from '../../src/model/observations.ts';
import { PHONE_KINDS } from '../../src/model/phone/kinds.ts';
import { rulesOf } from '../../src/model/rules.ts';

const AT_ONCE: Distribution = { kind: 'constant', value: 0 };

/** Of a configuration, what measures and reports read; the rest is left out on purpose, so that reading it fails. */
export function configOf(
  of: { servers?: string[]; phones?: number; duration?: Micros; faults?: Fault[]; start?: 'steady' | 'cold' } = {},
): ClusterConfig {
  const servers = (of.servers ?? ['dunpbx1', 'regpbx1', 'regpbx2']).map(
    (name) => ({ name, trunks: {} }) as unknown as ServerConfig,
  );
  const phones = Array.from({ length: of.phones ?? 4 }, (_, i): PhoneConfig => ({
    number: `${1001 + i}`,
    group: 'office',
    address: '10.0.0.1',
    port: 5060,
    home: 1 + (i % (servers.length - 1)),
    backup: [],
    lastResort: -1,
    expires: 300,
    kind: PHONE_KINDS['generic']!,
    credentials: 'right',
    powered: true,
    answerAfter: AT_ONCE,
    answerProbability: 1,
    callsAtOnce: 1,
  }));
  const config: Partial<ClusterConfig> = {
    title: 'synthetic',
    profile: 'asterisk-1.2',
    rules: rulesOf('asterisk-1.2'),
    duration: of.duration ?? 900 * SECOND,
    start: {
      state: of.start ?? 'steady',
      warmUp: 0,
      wallSecond: undefined,
      qualifyPhase: undefined,
      expiryPhase: undefined,
      refreshPhase: undefined,
    },
    servers,
    phones,
    calls: [],
    network: { delay: AT_ONCE, loss: 0, links: [], segments: undefined },
    faults: of.faults ?? [],
    standby: { interval: 0, servers: [] } as unknown as ClusterConfig['standby'],
  };
  return config as ClusterConfig;
}

export const FACTS = {
  fingerprint: '00000000',
  scenarioHash: 'abcdef01',
  version: '0.1.0',
  simulatedSeconds: 900,
  events: 1,
};

export function callRecord(of: Partial<CallRecord>): CallRecord {
  return {
    call: 1 as CallId,
    source: 0,
    redial: 0,
    offeredAt: 0,
    caller: 0,
    from: '1001',
    dialled: '1002',
    server: 1,
    calleeServer: -1,
    calleeReachable: true,
    ringingAt: -1,
    answeredAt: -1,
    endedAt: of.offeredAt ?? 0,
    outcome: 'local',
    dropped: false,
    saved: false,
    lost: false,
    lookups: 0,
    lookupIds: [],
    lockWait: 0,
    tech: '',
    status: 0,
    toDead: false,
    cause: '',
    because: '',
    fault: '',
    silent: undefined,
    ...of,
  };
}

export function lookupRecord(of: Partial<LookupRecord>): LookupRecord {
  return {
    lookup: 1 as LookupId,
    server: 1 as ServerId,
    number: '1002',
    context: 'priv',
    purpose: 'find',
    at: 0,
    took: 0,
    answers: [],
    destinations: [],
    channel: 0,
    call: 0,
    asked: [],
    replies: [],
    silent: [],
    cacheHits: 0,
    hintHits: 0,
    budgetEnded: false,
    datagrams: 0,
    ...of,
  };
}

export function registrationRecord(of: Partial<RegistrationRecord>): RegistrationRecord {
  return {
    phone: 0 as PhoneId,
    server: 1 as ServerId,
    at: 0,
    kind: 'refresh',
    result: 'granted',
    sends: 2,
    took: 1000,
    granted: 300,
    ...of,
  };
}

export function statementRecord(of: Partial<StatementRecord>): StatementRecord {
  return {
    server: 1 as ServerId,
    kind: 'select',
    purpose: 'refresh',
    table: 'sip',
    at: 0,
    wait: 0,
    service: 200,
    failed: false,
    full: false,
    ...of,
  };
}
