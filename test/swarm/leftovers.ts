import { SECOND, type Micros } from '../../src/kernel/units.ts';
import type { Cluster } from '../../src/model/cluster.ts';
import type { PhoneId, ServerId } from '../../src/model/ids.ts';

/** What waits or is under way, by the part that holds it. */
export type Leftovers = Readonly<Record<string, number>>;

/** Events that only a call or its lookup schedules. Registrations, qualify and their statements go on for ever. */
const OF_CALLS =
  /^(?:call|caller|channel|dial|iax(?!\.(?:qualify|poke|pong|reg))|trunk|dialplan|IAX2|fault)\.|^phone\.(?:ackIsMissing|invite|isP|rings)|^sip\.(?:invite|destination|userIsLoaded)|^dundi\.(?:asking|autokill|budget|discover|hangUp|localTest|lookup|relay|response|waiting)|^segment\.voice/;

/** OPTIONS from another server look a number up, as calls do (chan_sip.c:handle_request_options), under the same lock. */
const OF_OPTIONS =
  /^dialplan\.(?:extensionsAreRead|lockGranted|lookupEnds|searchRowIsRead|waiterWakes)|^dundi\.(?:asking|autokill|discover|localTest|lookupThread|relay|response)/;

/** Registrations and qualify exchanges last so long at most; something that is there each second of this is left over. */
const LOOKS = 20;

/**
 * What is still there after a time in which nobody called and nothing broke: each count is the least of several looks,
 * for a registration or a qualify may be under way at one of them. Runs the cluster for `quiet` and a few seconds more.
 */
export function leftAfter(cluster: Cluster, quiet: Micros): Leftovers {
  const { sim, parts } = cluster;
  const late = new Map<string, number>();
  const asksServers = parts.config.servers.some(({ sip, pjsip }) => sip.fixedPeers.length + pjsip.endpoints.length > 0);
  sim.observe((_, name) => {
    if (OF_CALLS.test(name) && !(asksServers && OF_OPTIONS.test(name)))
      late.set(`event ${name}`, (late.get(`event ${name}`) ?? 0) + 1);
  });
  sim.run(sim.now + quiet);
  let least = countsOf(parts);
  for (let look = 1; look < LOOKS && Object.keys(least).length > 0; look++) {
    sim.run(sim.now + SECOND);
    const again = countsOf(parts);
    least = Object.fromEntries(
      Object.entries(least)
        .filter(([name]) => name in again)
        .map(([name, count]) => [name, Math.min(count, again[name]!)]),
    );
  }
  return { ...least, ...Object.fromEntries(late) };
}

/** Those that are not 0. */
function countsOf(parts: Cluster['parts']): Leftovers {
  const { config } = parts;
  const { network } = config;
  const isLossy = network.loss > 0 || network.links.some(({ loss }) => loss > 0);
  let transactions = 0;
  parts.dundi.transactions.each((transaction) => {
    // One that asks for a registration is kept until the next one is sent, answered or not (pbx_dundi.c:do_register).
    if (transaction.kind === 'taken' || transaction.registration === undefined) transactions++;
  });
  const all = {
    'channels': parts.channelTable.rows.size,
    'legs': parts.legs.size,
    'calling ends of IAX2': parts.iaxRows.calling.size,
    'called ends of IAX2': parts.iaxRows.called.size,
    'frames of IAX2': parts.iaxDeliveries.size,
    'attempts': parts.callers.size,
    'stories': parts.stories.size,
    'outgoing calls': parts.outgoing.size,
    'incoming calls': parts.calledPhones.size,
    'busy phones': config.phones.filter((_, phone) => !parts.handsets.isIdle(phone as PhoneId)).length,
    'phones without a registration': config.phones.filter(
      ({ credentials }, phone) => credentials === 'right' && !parts.lines.isPhoneRegistered(phone as PhoneId),
    ).length,
    'servers without a registration': config.servers.reduce((sum, _, server) => {
      const all = parts.accounts.all.filter((one) => one.server === server && one.at >= 0);
      return sum + all.length - parts.registrationClients.registered(server as ServerId);
    }, 0),
    // Where datagrams are lost for ever, some peer may be silent at any time.
    'silent peers of IAX2': isLossy ? 0 : silentPeers(parts),
    'channels of trunks': parts.trunks.size,
    'parked calls': parts.parking.size,
    'callers in queues': parts.queues.reduce((sum, queues) => sum + queues.size, 0),
    'lookups': parts.dundi.lookups.size,
    'lookups that a hang-up ends': parts.dundi.switches.size,
    transactions,
    'waiters for a lock': parts.finders.reduce((sum, finder) => sum + finder.waitingForLock, 0),
    'searches under the lock': parts.finders.filter((finder) => finder.holder !== undefined).length,
    'waiting SIP messages': config.servers.reduce((sum, _, server) => sum + parts.sip.waiting(server as ServerId), 0),
  };
  return Object.fromEntries(Object.entries(all).filter(([, count]) => count > 0));
}

function silentPeers({ config, iaxQualify }: Cluster['parts']): number {
  return config.servers.reduce(
    (sum, { iax }, server) =>
      sum + iax.peers.filter((peer) => iaxQualify.isUnreachable(server as ServerId, peer)).length,
    0,
  );
}
