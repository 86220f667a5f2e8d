import { MILLISECOND, MINUTE, SECOND, type Micros } from '../kernel/units.ts';
import type { RandomStream } from '../kernel/random/randomStream.ts';
import type { PhoneId, ServerId } from './ids.ts';
import { eachTemplate, templateAt } from './phoneColumns.ts';
import type { ClusterParts } from './composition.ts';
import { UNREACHABLE_MS } from './server/dundi/peer.ts';

/** DUNDi's and SIP's qualify interval for those who answer (facts A9, B5). */
const QUALIFY_INTERVAL: Micros = MINUTE;
/** Phones that boot together do not send their first REGISTER in the same instant. */
const BOOT_SPREAD: Micros = 10 * SECOND;

/** Brings a new cluster into the state at 0 that its configuration asks for, and schedules what is planned. */
export function begin(parts: ClusterParts): void {
  const { config, hosts, handsets } = parts;
  const phases = parts.sim.stream('start/refresh');
  eachTemplate(config.phones, ({ powered }, index) => {
    if (!handsets.isPowered(index as PhoneId)) hosts.crash(hosts.ofPhone(index as PhoneId));
    if (config.start.state === 'cold') bootPhone(parts, index as PhoneId, phases);
    else if (powered) settlePhone(parts, index as PhoneId, phases);
  });
  if (config.start.state === 'steady')
    parts.dundi.registering.settle(() => parts.sim.stream('start/dundiRegistration'));
  if (config.start.state === 'steady') {
    const { accountRegistrar, registrationClients, sim } = parts;
    registrationClients.settle(
      (registering) => accountRegistrar.settle(registering),
      () => sim.stream('start/accounts'),
    );
  }
  config.servers.forEach((_, index) => {
    if (config.start.state === 'cold') parts.load(index as ServerId);
    else settleServer(parts, index as ServerId);
  });
  if (config.start.state === 'steady') parts.dundi.keys.knowAll();
  parts.arrivals.begin();
  parts.faults.schedule();
  parts.standbys.begin();
}

/** All up for long and known to each other; the phase of each probe is drawn (design, "State at the start"). */
function settleServer(parts: ClusterParts, server: ServerId): void {
  const { config, dundi, network, sim } = parts;
  const phases = sim.stream('start/qualify');
  parts.registrations.settleServer(server);
  parts.iaxQualify.settle(server);
  dundi.qualify.settle(
    server,
    () => config.start.qualifyPhase ?? phaseIn(phases, QUALIFY_INTERVAL),
    (peer) =>
      peer.host < 0
        ? UNREACHABLE_MS
        : Math.max(1, Math.floor(network.links.roundTrip(server, peer.host as ServerId) / MILLISECOND)),
  );
}

/** Registered for long: the last refresh was some time ago, the next comes in its rhythm. */
function settlePhone(parts: ClusterParts, phone: PhoneId, phases: RandomStream): void {
  const { config, lines, registrations } = parts;
  const draw = phases.next();
  for (const line of lines.linesOfPhone(phone)) {
    const server = lines.serverOf(line);
    const seconds = registrations.granted(server, phone, lines.asksOf(phone));
    const dueIn = (interval: Micros): Micros =>
      Math.min(config.start.refreshPhase ?? Math.round(draw * interval), interval);
    const isRefused = templateAt(config.phones, phone).credentials !== 'right';
    if (isRefused || !lines.accepts(line, seconds)) {
      lines.settleWithout(line, isRefused ? 'rejected' : 'granted', dueIn);
      continue;
    }
    const interval = lines.refreshInterval(line, seconds);
    const due = dueIn(interval);
    const ago = Math.round(interval - due);
    if (registrations.settle(server, phone, seconds, ago, phaseIn(phases, QUALIFY_INTERVAL)))
      lines.settle(line, seconds, ago);
    else lines.settleWithout(line, 'rejected', dueIn);
  }
}

/** Everything boots at 0: the phone registers as soon as it has started. */
function bootPhone(parts: ClusterParts, phone: PhoneId, phases: RandomStream): void {
  const { config, lines, handsets } = parts;
  if (!handsets.isPowered(phone)) return;
  const after = config.start.refreshPhase ?? phaseIn(phases, BOOT_SPREAD);
  for (const line of lines.linesOfPhone(phone)) lines.beginAfter(line, after);
}

function phaseIn(stream: RandomStream, span: Micros): Micros {
  return Math.floor(stream.next() * span);
}
