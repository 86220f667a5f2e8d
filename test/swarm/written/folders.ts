import type { Random } from '../../fuzz/random.ts';
import type { ProfileName } from '../../../src/model/profiles.ts';
import { joinServers, type ServerFiles } from './links.ts';
import { planLines } from './plans.ts';

/** Numbers that the two groups of phones may have. */
const NUMBERS = [1001, 1101].flatMap((first) => Array.from({ length: 10 }, (_, i) => String(first + i)));

/** Files of a cluster that nobody has shipped: each server calls the others in its own way, over SIP, IAX2 or DUNDi. */
export function writtenFiles(
  random: Random,
  names: readonly string[],
  profile: ProfileName,
): ReadonlyMap<string, readonly string[]> {
  const driver = profile === 'asterisk-22' ? 'PJSIP' : 'SIP';
  const comma = profile === 'asterisk-1.2' ? '|' : ',';
  const asksDundi = random.chance(60);
  const servers = names.map((name, i) => empty(name, addressOf(i)));
  joinServers(random, servers, driver);
  const mesh = asksDundi ? dundiMesh(random, servers) : undefined;
  const files = new Map<string, readonly string[]>();
  servers.forEach((server, i) => {
    const put = (file: string, lines: readonly string[]): void => void files.set(`${server.name}/${file}`, lines);
    if (driver === 'SIP') put('sip.conf', sipConf(random, server));
    else put('pjsip.conf', pjsipConf(server));
    put('iax.conf', iaxConf(random, server, asksDundi));
    put('extensions.conf', planLines(random, { comma, driver }, server.dials, asksDundi));
    put('extconfig.conf', ['[settings]', 'sippeers => mysql,db,sip', 'extensions => mysql,db,plan']);
    put('queues.conf', queuesConf(random, driver, server.dials, profile));
    put(comma === '|' ? 'features.conf' : 'res_parking.conf', parkingConf(random, comma === '|'));
    if (mesh !== undefined) put('dundi.conf', mesh[i]!);
  });
  files.set(CALLS_FILE, callsFile(random));
  return files;
}

export const CALLS_FILE = 'calls.csv';

/** Calls as a real log has them. */
function callsFile(random: Random): readonly string[] {
  const rows = Array.from({ length: 1 + random.below(20) }, () => {
    const [from, to] = [random.of(['1001', '1101']), random.of([...NUMBERS.slice(0, 3), '600', '9123'])];
    return { time: random.below(240), rest: `${from},${to},${1 + random.below(20)}s,${random.of(['20s', '5s'])}` };
  });
  const inOrder = rows.sort((a, b) => a.time - b.time).map(({ time, rest }) => `${time}s,${rest}`);
  return ['time,from,to,talk,patience', ...inOrder];
}

export function addressOf(index: number): string {
  return `10.9.0.${index + 1}`;
}

function empty(name: string, address: string): ServerFiles {
  return { name, address, iaxGeneral: [], iax: [], sipGeneral: [], sip: [], pjsip: [], dials: [] };
}

function sipConf(random: Random, { sipGeneral, sip }: ServerFiles): readonly string[] {
  const chosen = [
    `qualify=${random.of(['yes', 'no', '500'])}`,
    `maxexpiry=${random.of([120, 3600])}`,
    `defaultexpiry=${random.of([25, 60, 120])}`,
    `rtcachefriends=${random.of(['yes', 'no'])}`,
    `alwaysauthreject=${random.of(['yes', 'no'])}`,
    `canreinvite=${random.of(['yes', 'no'])}`,
    `call-limit=${random.of([0, 1, 2])}`,
  ].filter(() => random.chance(40));
  return ['[general]', 'context=phones', 'regcontext=sipregistration', ...chosen, ...sipGeneral, ...sip];
}

function pjsipConf({ pjsip }: ServerFiles): readonly string[] {
  const phones = NUMBERS.flatMap((number) => [
    ...[`[${number}]`, 'type=endpoint', 'context=phones', `aors=${number}`, `auth=${number}`],
    ...[`[${number}]`, 'type=auth', `username=${number}`],
    ...[`[${number}]`, 'type=aor', 'max_contacts=2', 'remove_existing=yes'],
  ]);
  return ['[global]', 'type=global', 'regcontext=sipregistration', ...phones, ...pjsip];
}

function iaxConf(random: Random, { iaxGeneral, iax }: ServerFiles, asksDundi: boolean): readonly string[] {
  const chosen = [
    `autokill=${random.of(['yes', 'no'])}`,
    'regcontext=sipregistration',
    `minregexpire=${random.of([20, 60])}`,
    `maxregexpire=${random.of([60, 300])}`,
  ];
  const dundi = asksDundi ? ['[priv]', 'type=user', 'dbsecret=dundi/secret', 'context=incoming'] : [];
  return ['[general]', ...chosen.filter(() => random.chance(50)), ...iaxGeneral, ...dundi, ...iax];
}

function queuesConf(random: Random, driver: string, dials: readonly string[], profile: ProfileName): readonly string[] {
  const old = profile === 'asterisk-1.2';
  const strategies = ['ringall', 'leastrecent', 'fewestcalls', 'random', 'rrmemory', old ? 'roundrobin' : 'linear'];
  const other = dials.length > 0 ? random.of(dials).replace('${EXTEN}', '1101') : 'Local/1101@incoming';
  const members = [`${driver}/1001`, `${driver}/1002`, 'Local/1003@incoming', other, `${driver}/9999`];
  const chosen = [
    `timeout=${random.of([0, 5, 15])}`,
    `retry=${random.of([0, 1, 5])}`,
    `wrapuptime=${random.of([0, 5])}`,
    `maxlen=${random.of([0, 1, 3])}`,
    `joinempty=${random.of(['yes', 'no', 'strict'])}`,
    `leavewhenempty=${random.of(['yes', 'no', 'strict'])}`,
    `timeoutrestart=${random.of(['yes', 'no'])}`,
    ...(old ? [] : [`ringinuse=${random.of(['yes', 'no'])}`, `timeoutpriority=${random.of(['app', 'conf'])}`]),
  ].filter(() => random.chance(40));
  const general = [...(old ? [] : ['autofill=yes']), 'persistentmembers=yes'].filter(() => random.chance(50));
  return [
    ...['[general]', ...general, '[help]', `strategy=${random.of(strategies)}`, ...chosen],
    ...members.filter(() => random.chance(60)).map((member) => `member => ${member}`),
  ];
}

function parkingConf(random: Random, old: boolean): readonly string[] {
  const arrow = old ? ' => ' : '=';
  const lot = [`parkext${arrow}700`, `parkpos${arrow}701-70${random.of([1, 5])}`, `context${arrow}parkedcalls`];
  return [old ? '[general]' : '[default]', ...lot, `parkingtime${arrow}${random.of([5, 45])}`];
}

/** Everybody is everybody's peer, with the mistakes that people make: keys, models, permissions that do not fit. */
function dundiMesh(random: Random, servers: readonly ServerFiles[]): readonly (readonly string[])[] {
  const dynamic = servers.length - 1;
  const oneIsDynamic = random.chance(30);
  return servers.map(({ address }, i) => {
    const tech = random.chance(80) ? `IAX2,priv:\${SECRET}@${address}/\${NUMBER}` : `SIP,\${NUMBER}@${address}`;
    const chosen = [
      `cachetime=${random.of([5, 30, 3600])}`,
      `ttl=${random.of([1, 2, 4])}`,
      `autokill=${random.of(['yes', 'no', '500'])}`,
      `storehistory=yes`,
    ].filter(() => random.chance(60));
    const peers = servers.flatMap((other, at) => {
      if (at === i || random.chance(10)) return [];
      const isDynamic = oneIsDynamic && at === dynamic;
      return [
        `[02:00:00:00:00:0${at + 1}]`,
        `model=${random.of(['symmetric', 'symmetric', 'symmetric', 'inbound', 'outbound'])}`,
        `host=${isDynamic ? 'dynamic' : other.address}`,
        ...(oneIsDynamic && i === dynamic ? ['register=yes'] : []),
        ...(random.chance(20) ? ['inkey=dundi', 'outkey=dundi'] : []),
        `include=${random.of(['priv', 'priv', 'all'])}`,
        `permit=${random.of(['priv', 'priv', 'all', 'other'])}`,
        `qualify=${random.of(['yes', 'no', '500'])}`,
        `order=${random.of(['primary', 'primary', 'secondary', 'tertiary'])}`,
      ];
    });
    return [
      ...['[general]', `entityid=02:00:00:00:00:0${i + 1}`, ...chosen, '[mappings]'],
      `priv => sipregistration,${random.of([0, 0, 5, 100])},${tech}${random.of(['', ',nopartial'])}`,
      ...(random.chance(30) ? [`priv => elsewhere,400,${tech}`] : []),
      ...peers,
    ];
  });
}

/** Rows of the table `plan`, for `switch => Realtime`. */
export function tableLines(random: Random, profile: ProfileName): readonly string[] {
  const comma = profile === 'asterisk-1.2' ? '|' : ',';
  const driver = profile === 'asterisk-22' ? 'PJSIP' : 'SIP';
  const rows = [
    `exten: _1XXX, app: Dial, appdata: "${driver}/\${EXTEN}${comma}15"`,
    `exten: "1001", app: Wait, appdata: "1"`,
    `exten: "1001", priority: 2, app: Dial, appdata: "Local/1002@incoming${comma}10"`,
    'exten: _9X., app: Congestion',
    `exten: "_1[01]XX", priority: 2, app: Queue, appdata: help`,
    'exten: h, app: NoOp',
    'exten: _X., app: Playback, appdata: vm-goodbye',
  ];
  const chosen = rows.filter(() => random.chance(60));
  return ['  tables:', '    plan:', ...chosen.map((row) => `      - { context: numbers, ${row} }`)].concat(
    chosen.length === 0 ? ['      []'] : [],
  );
}
