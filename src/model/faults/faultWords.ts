import { count } from '../../text/count.ts';
import { DATABASE_HOST, type ClusterConfig, type Fault, type ReloadModule } from '../config.ts';

/** What a reload reads again. */
export const RELOADED: Readonly<Record<ReloadModule, string>> = {
  dundi: 'DUNDi',
  sip: 'SIP',
  dialplan: 'the dialplan',
  parking: 'parking',
  core: 'all modules',
};

/** For consoles, charts and summaries: short, present tense. */
export function faultWords(fault: Fault, config: ClusterConfig): string {
  const host = (index: number): string => (index === DATABASE_HOST ? 'the database' : config.servers[index]!.name);
  const hostsOf = (list: readonly number[]): string => list.map(host).join(', ');
  const sidesOf = (between: readonly number[], and: readonly number[]): readonly [string, string] => {
    const isAll = between.length + and.length > config.servers.length;
    return [hostsOf(between), isAll ? 'all others' : hostsOf(and)];
  };
  const phonesOf = (list: readonly number[]): string =>
    list.length === 1 ? config.phones.at(list[0]!)!.number : `${count(list.length)} phones`;
  switch (fault.kind) {
    case 'crash':
      return `${host(fault.server)} crashes`;
    case 'restart':
      return `${host(fault.server)} restarts`;
    case 'hang':
      return `${host(fault.server)} hangs`;
    case 'reload':
      return `${host(fault.server)} reloads ${RELOADED[fault.module]}${fault.adds.length === 0 ? '' : ` and knows ${hostsOf(fault.adds)}`}`;
    case 'takeOver':
      return `a standby takes the address of ${host(fault.server)}`;
    case 'resume':
      return `${host(fault.server)} resumes`;
    case 'partition':
      return `${sidesOf(fault.between, fault.and).join(' cut off from ')}${fault.oneWay === true ? ', one way' : ''}`;
    case 'degrade':
    case 'restore': {
      const link = fault.phones.length > 0 ? phonesOf(fault.phones) : sidesOf(fault.between, fault.and).join(' to ');
      return `link of ${link} ${fault.kind === 'degrade' ? 'degraded' : 'as before'}`;
    }
    case 'unregister':
      return `${phonesOf(fault.phones)} unregister${fault.phones.length === 1 ? 's' : ''}`;
    case 'heal':
      return fault.between.length > config.servers.length
        ? 'everything reaches everything again'
        : `${sidesOf(fault.between, fault.and).join(' reaches ')} again`;
    case 'slowDatabase':
      return fault.factor === 1 ? 'database at normal speed' : `database ${fault.factor} times slower`;
    case 'stopDatabase':
      return 'database stops';
    case 'startDatabase':
      return 'database starts';
    case 'spanDown':
      return `${spansText(fault.spans)} of ${fault.group} at ${host(fault.server)} down`;
    case 'spanUp':
      return `${spansText(fault.spans)} of ${fault.group} at ${host(fault.server)} up again`;
    case 'powerOff':
      return `${phonesOf(fault.phones)} without power`;
    case 'powerOn':
      return `power returns for ${phonesOf(fault.phones)}`;
    case 'move':
      return `${config.phones.at(fault.phone)!.number} moves to ${host(fault.to)}`;
    case 'register':
      return `${config.phones.at(fault.phone)!.number} registers at ${host(fault.to)} too`;
  }
}

function spansText(spans: number): string {
  return spans === 1 ? 'a span' : `${spans} spans`;
}
