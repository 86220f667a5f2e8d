import { Signal } from '../../kernel/signal.ts';
import type { SlotTable } from '../../kernel/resource/slotTable.ts';
import type { LegId } from '../ids.ts';
import type { Leg } from '../server/channels/channelRows.ts';
import type { ChannelTable } from '../server/channels/channelTable.ts';
import type { Console } from '../server/channels/consoleLines.ts';
import type { Finder } from '../server/dialplan/index.ts';
import { IaxCalled } from '../server/iax2/calledEnd.ts';
import { IaxCalling } from '../server/iax2/callingEnd.ts';
import { Challenges } from '../server/iax2/challenges.ts';
import type { DialSecrets } from '../server/iax2/dialSecrets.ts';
import { Deliveries } from '../server/iax2/deliveries.ts';
import { Frames } from '../server/iax2/frames.ts';
import { IaxQualify } from '../server/iax2/iaxQualify.ts';
import { Readers } from '../server/iax2/readers.ts';
import { IaxRows, type CalledRow, type CallingRow } from '../server/iax2/rows.ts';
import { Transmissions } from '../server/iax2/transmissions.ts';
import type { Foundation } from './foundation.ts';

/** What IAX2 needs of the servers. */
interface IaxNeeds {
  readonly legTable: SlotTable<Leg, LegId>;
  readonly channelTable: ChannelTable;
  readonly finders: readonly Finder[];
  readonly secrets: DialSecrets;
  readonly console: Console;
}

/** chan_iax2 of all servers: the calling end, the called end, and the frames between them. */
export function joinIax2(foundation: Foundation, needs: IaxNeeds) {
  const { sim, hosts, network, rules, servers, stories, time, serverAt, accounts } = foundation;
  const { legChanged, callerHangsUp } = foundation.signals;
  const { channelTable, console, finders, secrets } = needs;
  const rows = new IaxRows();
  const callingLost = new Signal<[row: CallingRow]>('iax2.callingLost');
  const calledLost = new Signal<[row: CalledRow]>('iax2.calledLost');
  const frameTime = time.iaxMessage;
  const deliveries = new Deliveries({ sim, hosts, network, rows, frameTime, callingLost, calledLost });
  const frames = new Frames({ network, rows, deliveries, rules, frameTime });
  const transmissions = new Transmissions({
    sim,
    hosts,
    network,
    frames,
    deliveries,
    rows,
    rules,
    callingLost,
    calledLost,
  });
  const qualify = new IaxQualify({ sim, hosts, network, rules, servers, serverAt, time: time.iaxMessage });
  const calling = new IaxCalling({
    sim,
    hosts,
    frames,
    transmissions,
    lost: callingLost,
    rules,
    servers,
    rows,
    stories,
    legs: needs.legTable,
    legChanged,
    console,
    serverAt,
    accounts,
    qualify,
    secrets,
  });
  const called = new IaxCalled({
    sim,
    network,
    frames,
    transmissions,
    deliveries,
    lost: calledLost,
    rules,
    servers,
    rows,
    readers: new Readers(servers.length, rules.iaxThreads),
    challenges: new Challenges(servers.length),
    incoming: {
      openIax: (call) => channelTable.openIax(call),
      hangUpByCaller: (channel) => callerHangsUp.send(channel),
    },
    finders,
    secrets,
  });
  return { rows, deliveries, transmissions, qualify, calling, called };
}
