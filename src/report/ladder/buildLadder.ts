import type { Tries } from '../../experiment/remedies/trials.ts';
import type { ClusterConfig } from '../../model/config.ts';
import type { LookupRecord } from '../../model/observations.ts';
import { DPDISCOVER, DPRESPONSE, type Discover, type Header } from '../../model/protocol/dundi.ts';
import type { Travelled, Watched } from './callWatch.ts';
import { labelOf } from './labels.ts';
import type { Ladder, Step } from './ladder.ts';
import { remedySentences, triedOf } from './remedies.ts';
import { notesOf } from './notes.ts';
import { Scene } from './scene.ts';
import { sentencesOf } from './sentences.ts';

export interface LadderOf {
  readonly config: ClusterConfig;
  readonly scenario: string;
  readonly seed: string;
}

export function ladderOf({ config, scenario, seed }: LadderOf, watched: Watched): Ladder {
  const scene = new Scene(config, watched);
  const seen = new Map<unknown, number>();
  const late = lateReplies(watched);
  const messages = watched.messages.map((one): Step => stepOf(scene, one, seen, late));
  const steps = [...messages, ...notesOf(scene, watched)];
  // Of one moment: first what happened, then what was sent because of it.
  steps.sort((a, b) => a.at - b.at || Number(a.kind === 'message') - Number(b.kind === 'message'));
  return {
    scenario,
    profile: config.profile,
    seed,
    call: watched.record,
    participants: scene.participants,
    steps,
    ...sentencesOf(watched),
    remedy: '',
    remedies: [],
    tried: [],
  };
}

/** The ladder with what was tried to save its call. */
export function withTries(ladder: Ladder, tries: Tries): Ladder {
  const remedies = remedySentences(ladder.call, tries);
  return { ...ladder, remedy: remedies.join(' '), remedies, tried: tries.trials.map(triedOf) };
}

function stepOf(scene: Scene, one: Travelled, seen: Map<unknown, number>, late: ReadonlySet<Travelled>): Step {
  const { sent, ends } = one;
  const times = (seen.get(sent.fields) ?? 0) + 1;
  seen.set(sent.fields, times);
  const end = ends.findLast(({ fate }) => fate === 'arrived') ?? ends.at(-1);
  const fate = end?.fate ?? 'underWay';
  const to = scene.nameOf(sent.to);
  const remarks = [
    times > 1 ? 'sent again' : '',
    fate === 'lost' ? 'lost on the way' : '',
    fate === 'off' ? `not read: ${scene.isServer(sent.to) ? `${to} is down` : `${to} is off`}` : '',
    ends.some((copy) => copy.fate === 'waits') ? `waits at ${to}, which hangs` : '',
    ends.filter((copy) => copy.fate === 'arrived').length > 1 ? 'arrives twice' : '',
    late.has(one) ? 'late: the lookup had ended' : '',
  ];
  return {
    kind: 'message',
    at: sent.leavesAt,
    endsAt: end?.at ?? -1,
    protocol: sent.message.protocol,
    from: scene.place(sent.from),
    to: scene.place(sent.to),
    label: labelOf(sent),
    fate,
    remark: remarks.filter((text) => text !== '').join(', '),
  };
}

/** DPRESPONSEs that came when the lookup that had asked was over. */
function lateReplies({ messages, lookups }: Watched): ReadonlySet<Travelled> {
  const asked = new Map<string, LookupRecord>();
  const late = new Set<Travelled>();
  for (const one of messages) {
    const { sent } = one;
    const kind = sent.message as unknown;
    if (kind === DPDISCOVER) {
      const { number, source } = sent.fields as Discover;
      const lookup = lookups.find(
        ({ server, number: wanted, at, took }) =>
          server === sent.from && wanted === number && at <= sent.at && sent.at <= at + took,
      );
      if (lookup !== undefined) asked.set(`${sent.from} ${source}`, lookup);
    } else if (kind === DPRESPONSE) {
      const lookup = asked.get(`${sent.to} ${(sent.fields as Header).destination}`);
      const arrived = one.ends.find(({ fate }) => fate === 'arrived');
      if (lookup !== undefined && arrived !== undefined && arrived.at > lookup.at + lookup.took) late.add(one);
    }
  }
  return late;
}
