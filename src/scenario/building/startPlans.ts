import type { ParkingConfig } from '../../model/config.ts';
import { Destinations, foundBy } from '../../model/server/channels/destinations.ts';
import type { DialplanConfig } from '../../model/server/dialplan/compiledPlan.ts';
import { Dialplan } from '../../model/server/dialplan/index.ts';
import { addParkingExtensions } from '../../model/server/parking/parkingPlan.ts';
import type { Rules } from '../../model/rules.ts';
import type { ServerDraft } from './serverDraft.ts';

/** Whether a context has extensions that match: `longer`: only some that begin with the number; `learns`: not known before the run. */
type Match = 'found' | 'longer' | 'none' | 'learns';

/** Who asks for a number where: what a server asks of an INVITE that it gets. */
interface Asked {
  readonly server: number;
  readonly context: string;
  readonly number: string;
  /** Whether the server, or the section of the caller, looks for longer extensions. */
  readonly allowsOverlap: boolean;
}

/**
 * The dialplans of the servers with the extensions of parking, compiled when they are needed; servers that share one
 * share its answers.
 */
export class StartPlans {
  private readonly drafts: readonly ServerDraft[];
  private readonly rules: Rules;
  private readonly destinations: Destinations;
  private readonly compiled = new Map<DialplanConfig, Map<ParkingConfig, Dialplan>>();

  constructor(drafts: readonly ServerDraft[], rules: Rules) {
    this.drafts = drafts;
    this.rules = rules;
    this.destinations = new Destinations(rules);
  }

  /** False: the file has no such context, and parking makes none. */
  has(server: number, context: string): boolean {
    return this.learns(server, context) || this.planOf(server).context(context) !== undefined;
  }

  match({ server, context, number, allowsOverlap }: Asked): Match {
    if (this.learns(server, context) || this.isSlot(server, context, number)) return 'learns';
    const searches = this.destinations.searches(allowsOverlap);
    const found = foundBy(this.planOf(server), searches, { context, exten: number });
    if (found === undefined) return 'none';
    return found === 'match' ? 'found' : 'longer';
  }

  planOf(server: number): Dialplan {
    const { dialplan, parking } = this.drafts[server]!.read;
    const ofPlan = this.compiled.get(dialplan) ?? new Map<ParkingConfig, Dialplan>();
    this.compiled.set(dialplan, ofPlan);
    const known = ofPlan.get(parking);
    if (known !== undefined) return known;
    const plan = new Dialplan(dialplan, this.rules.dialect);
    addParkingExtensions(plan, parking, this.rules);
    ofPlan.set(parking, plan);
    return plan;
  }

  /** Whether registrations or a switch add extensions to what a search from the context finds. */
  private learns(server: number, context: string): boolean {
    const { dialplan, pjsip, sip } = this.drafts[server]!.read;
    const { regContext } = this.rules.channelDriver === 'chan_pjsip' ? pjsip : sip;
    return addsExtensions(dialplan, regContext, context, new Set());
  }

  /** A slot that may have an extension: since 16 at once, before while a call is parked there. */
  private isSlot(server: number, context: string, number: string): boolean {
    const order = this.planOf(server).searchOrder(context);
    return this.drafts[server]!.read.parking.lots.some(
      (lot) =>
        order.some(({ name }) => sameContext(name, lot.context)) &&
        /^\d+$/.test(number) &&
        Number(number) >= lot.firstSlot &&
        Number(number) <= lot.lastSlot,
    );
  }
}

function addsExtensions(config: DialplanConfig, regContext: string, context: string, seen: Set<string>): boolean {
  if (seen.has(context)) return false;
  seen.add(context);
  if (regContext !== '' && regContext.split('&').some((name) => sameContext(name, context))) return true;
  return config.contexts
    .filter(({ name }) => sameContext(name, context))
    .some(
      ({ switches, includes }) =>
        switches.length > 0 ||
        includes.some(({ name }) => addsExtensions(config, regContext, /^[^,|]*/.exec(name)![0], seen)),
    );
}

function sameContext(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
