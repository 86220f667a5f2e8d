import type { Random } from '../../fuzz/random.ts';

/** Lines that a server's files get. */
export interface ServerFiles {
  readonly name: string;
  readonly address: string;
  readonly iaxGeneral: string[];
  readonly iax: string[];
  readonly sipGeneral: string[];
  readonly sip: string[];
  readonly pjsip: string[];
  /** Device strings by which it calls the others, without the number in front of `$`. */
  readonly dials: string[];
}

type Link = (random: Random, from: ServerFiles, to: ServerFiles) => string;

const SECRET = 's3cret';

/** How one server of a cluster calls another one; each gives the device string of its Dial. */
const OVER_IAX: readonly Link[] = [
  // A peer with an address, perhaps asked by POKE.
  (random, from, to) => {
    const secret = random.chance(50) ? [`secret=${SECRET}`] : [];
    from.iax.push(
      `[to-${to.name}]`,
      'type=peer',
      `host=${to.address}`,
      `username=of-${from.name}`,
      ...secret,
      ...qualify(random),
    );
    to.iax.push(`[of-${from.name}]`, 'type=user', 'context=incoming', ...secret);
    return `IAX2/to-${to.name}/\${EXTEN}`;
  },
  // A peer that registers.
  (random, from, to) => {
    const regexten = random.chance(50) ? [`regexten=${random.of(['1001', '1101&1102', '77'])}`] : [];
    from.iax.push(
      `[site-${to.name}]`,
      'type=friend',
      'host=dynamic',
      `secret=${SECRET}`,
      'context=incoming',
      ...regexten,
      ...qualify(random),
    );
    to.iaxGeneral.push(`register => site-${to.name}:${SECRET}@${from.address}`);
    to.iax.push(`[guest-${from.name}]`, 'type=user', 'context=incoming');
    return `IAX2/site-${to.name}/\${EXTEN}`;
  },
];

const OVER_SIP: readonly Link[] = [
  (random, from, to) => {
    const asks = random.chance(30);
    from.sip.push(`[to-${to.name}]`, 'type=peer', `host=${to.address}`, ...qualify(random));
    if (asks) from.sip.push(`secret=${SECRET}`, `defaultuser=in-${from.name}`);
    to.sip.push(`[in-${from.name}]`, 'type=peer', `host=${from.address}`, 'context=incoming');
    to.sip.push(asks ? `secret=${SECRET}` : random.of(['insecure=port,invite', 'canreinvite=no', 'directmedia=yes']));
    return random.of([`SIP/to-${to.name}/\${EXTEN}`, `SIP/\${EXTEN}@to-${to.name}`]);
  },
  (random, from, to) => {
    from.sip.push(`[site-${to.name}]`, 'type=friend', 'host=dynamic', `secret=${SECRET}`, 'context=incoming');
    if (random.chance(50)) to.sipGeneral.push(`registertimeout=${random.of([5, 20, 60])}`);
    to.sipGeneral.push(`register => site-${to.name}:${SECRET}@${from.address}${random.of(['', '/1001'])}`);
    to.sip.push(`[in-${from.name}]`, 'type=peer', `host=${from.address}`, 'context=incoming');
    return random.of([`SIP/site-${to.name}/\${EXTEN}`, `SIP/\${EXTEN}@site-${to.name}`, `SIP/site-${to.name}`]);
  },
];

const OVER_PJSIP: readonly Link[] = [
  (random, from, to) => {
    from.pjsip.push(`[to-${to.name}]`, 'type=endpoint', `aors=to-${to.name}`);
    from.pjsip.push(`[to-${to.name}]`, 'type=aor', `contact=sip:${to.address}`);
    if (random.chance(50)) from.pjsip.push(`qualify_frequency=${random.of([10, 60])}`);
    letIn(to, from);
    return `PJSIP/\${EXTEN}@to-${to.name}`;
  },
  (random, from, to) => {
    const name = `site-${to.name}`;
    from.pjsip.push(`[${name}]`, 'type=endpoint', 'context=incoming', `aors=${name}`, `auth=${name}`);
    from.pjsip.push(`[${name}]`, 'type=auth', `username=${name}`, `password=${SECRET}`);
    from.pjsip.push(`[${name}]`, 'type=aor', 'max_contacts=1');
    if (random.chance(50)) from.pjsip.push('remove_existing=yes');
    letIn(to, from);
    to.pjsip.push(`[out-${from.name}]`, 'type=auth', `username=${name}`, `password=${SECRET}`);
    to.pjsip.push(
      `[reg-${from.name}]`,
      'type=registration',
      `server_uri=sip:${from.address}`,
      `client_uri=sip:${name}@${from.address}`,
      `outbound_auth=out-${from.name}`,
      `expiration=${random.of([60, 300, 3600])}`,
      `retry_interval=${random.of([10, 60])}`,
      'max_retries=1000',
    );
    return `PJSIP/\${EXTEN}@${name}`;
  },
];

function letIn(at: ServerFiles, other: ServerFiles): void {
  const name = `in-${other.name}`;
  at.pjsip.push(`[${name}]`, 'type=endpoint', 'context=incoming', `aors=${name}`);
  at.pjsip.push(`[${name}]`, 'type=aor', `contact=sip:${other.address}`);
  at.pjsip.push(`[${name}]`, 'type=identify', `endpoint=${name}`, `match=${other.address}`);
}

function qualify(random: Random): readonly string[] {
  const keys = random.of([[], ['qualify=yes'], ['qualify=yes'], ['qualify=500'], ['qualify=no']]);
  return keys;
}

/** Each server gets a way to each other one, now and then none. */
export function joinServers(random: Random, servers: readonly ServerFiles[], driver: 'SIP' | 'PJSIP'): void {
  const ways = [...OVER_IAX, ...(driver === 'SIP' ? OVER_SIP : OVER_PJSIP)];
  for (const from of servers)
    for (const to of servers) if (from !== to && random.chance(80)) from.dials.push(random.of(ways)(random, from, to));
}
