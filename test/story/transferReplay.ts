import { SECOND } from '../../src/kernel/units.ts';
import { Listener } from '../../src/measure/listener.ts';
import { Measures } from '../../src/measure/measures.ts';
import { several } from '../../src/measure/several.ts';
import { TransferMeasures } from '../../src/measure/transferMeasures.ts';
import { Cluster } from '../../src/model/cluster.ts';
import type { ClusterConfig } from '../../src/model/config.ts';
import type { CallRecord } from '../../src/model/observations.ts';
import { transferFate, type StoryEvent } from '../../src/model/story/index.ts';
import { Sniffer } from '../model/laboratory.ts';
import { scenario } from './replay.ts';

export interface Told extends CallRecord {
  readonly events: readonly StoryEvent[];
}

/**
 * 1001 of regpbx1 calls 1002 of regpbx2, who answers at 12 s; one of the two sends the other to 1003 of regpbx3 at 17 s, for a
 * talk of 60 s. `more`: further lines, `of`: what is different about the transfer, `home`: of 1001.
 */
export function transferStory(
  of: string,
  more: readonly string[] = [],
  phones: Readonly<Record<'b' | 'c', string>> = { b: '', c: '' },
  home = 'regpbx1',
) {
  const { config, seed } = scenario(
    [
      'duration: 5m',
      'phones:',
      `  a: { numbers: 1001, home: ${home}, expires: 3600s }`,
      `  b: { numbers: 1002, home: regpbx2, expires: 3600s, answerAfter: 2s${phones.b} }`,
      `  c: { numbers: 1003, home: regpbx3, expires: 3600s, answerAfter: 3s${phones.c} }`,
      `calls: [{ at: 10s, from: 1001, to: 1002, talk: 60s, transfer: { to: c, after: 5s, consultation: 10s, ${of} } }]`,
      ...more,
    ].join('\n'),
  );
  return replayTransfer(config, seed, '1002');
}

/** The call to that number, the one to the colleague 1003, and what is left of both a second before the end of the run. */
export function replayTransfer(config: ClusterConfig, seed: string, called: string) {
  const calls: Told[] = [];
  const transfers = new TransferMeasures();
  class Ears extends Listener {
    override callEnded(call: CallRecord, events: readonly StoryEvent[]): void {
      transfers.callEnded(call, events);
      calls.push({ ...call, events: [...events] });
    }
  }
  const measures = new Measures({ config, seed, scenarioName: 'transfer' });
  const wire = new Sniffer();
  const cluster = new Cluster(config, { seed, observations: several(measures, new Ears()), interference: wire });
  measures.follow(cluster.sim);
  cluster.sim.run(config.duration - SECOND);
  const busy = config.phones.filter((_, phone) => !cluster.parts.handsets.isIdle(phone as never)).length;
  const { channelTable, legs, callers, outgoing, calledPhones, trunks } = cluster.parts;
  const phonesInUse = outgoing.size + calledPhones.size + busy;
  const left = [channelTable.rows.size, legs.size, callers.size, phonesInUse + trunks.size];
  cluster.finish();
  const first = calls.find(({ dialled }) => dialled === called)!;
  const consultation = calls.find(({ dialled }) => dialled === '1003');
  return {
    first,
    consultation,
    figures: transfers.figures(),
    wire,
    end: transferFate(first.events)?.end,
    left,
  };
}

export const at = ({ events }: Told, what: StoryEvent['what']): number =>
  Math.round((events.find((event) => event.what === what)?.at ?? -SECOND) / SECOND);
