import type { Micros } from '../../kernel/units.ts';
import { Listener } from '../../measure/listener.ts';
import type { ClusterConfig } from '../../model/config.ts';
import type { MessageFate, MessageRecord } from '../../model/observations.ts';
import { labelOf } from '../ladder/labels.ts';
import type { EidText } from './dundiPacket.ts';
import { interfaceBlock, packetBlock, sectionBlock } from './pcapng.ts';
import { Wire } from './wire.ts';

/** Takes the bytes of a file, in order. */
export interface ByteSink {
  write(bytes: Uint8Array): void;
}

/** A file of the capture: of one server what it sends and receives, or (server -1) everything once, where it is sent. */
export interface CaptureFile {
  readonly server: number;
  readonly sink: ByteSink;
}

export interface CaptureOf {
  readonly config: ClusterConfig;
  readonly scenario: string;
  readonly seed: string;
  readonly version: string;
  readonly eidText: EidText;
}

/** A packet that waits for its turn: packets are written in order of time. */
interface Entry {
  readonly at: Micros;
  readonly record: MessageRecord;
  readonly frame: Uint8Array;
  /** What it is, where no message of the model says so. */
  readonly label?: string;
  /** Number of the interface in the file. */
  readonly of: number;
  /** Undefined: under way. */
  fate: MessageFate | undefined;
}

interface UnderWay {
  readonly frame: Uint8Array;
  readonly entries: readonly Entry[];
}

/**
 * The messages of a run as pcapng files, written while it runs. Virtual time 0 is 1970-01-01 00:00:00 UTC. A packet of
 * `CaptureFile` has its time of leaving the sender; in the file of the receiving server its time of arrival. Its comment
 * says what it is, the call it belongs to, and whether it was lost.
 */
export class Capture extends Listener {
  override readonly wantsMessages = true;
  private readonly wire: Wire;
  private readonly queues: readonly { readonly file: CaptureFile; readonly waiting: Entry[] }[];
  /** Of messages under way: what was written of them where they were sent. */
  private readonly underWay = new Map<number, UnderWay>();

  constructor(of: CaptureOf, files: readonly CaptureFile[]) {
    super();
    this.wire = new Wire(of.config, of.eidText);
    this.queues = files.map((file) => ({ file, waiting: [] }));
    for (const file of files) begin(of, file);
  }

  override messageSent(record: MessageRecord): void {
    const frame = this.wire.frame(record);
    if (frame === undefined) return;
    const entries: Entry[] = [];
    for (const { file, waiting } of this.queues) {
      if (file.server !== -1 && file.server !== record.from) continue;
      const of = file.server === -1 ? this.interfaceOf(record) : 0;
      const entry: Entry = { at: record.leavesAt, record, frame, of, fate: undefined };
      insert(waiting, entry);
      entries.push(entry);
    }
    this.underWay.set(record.number, { frame, entries });
  }

  override messageEnded(record: MessageRecord, fate: MessageFate): void {
    const known = this.underWay.get(record.number);
    // Undefined: not written, or read by a machine that hung: its socket had it before.
    if (known !== undefined) this.end(record, fate, known);
    if (fate === 'arrived') this.addImplied(record);
    this.flush(this.now);
  }

  private end(record: MessageRecord, fate: MessageFate, { frame, entries }: UnderWay): void {
    this.underWay.delete(record.number);
    for (const entry of entries) entry.fate = fate;
    if (fate !== 'arrived' && fate !== 'waits') return;
    this.wire.arrived(record);
    for (const { file, waiting } of this.queues)
      if (file.server === record.to) insert(waiting, { at: this.now, record, frame, of: 0, fate });
  }

  /** Answers that the model leaves out take as long as what they answer. */
  private addImplied(request: MessageRecord): void {
    const delay = this.now - request.leavesAt;
    for (const { record, frame, label, isLater } of this.wire.impliedBy(request, this.now)) {
      const leavesAt = this.now + (isLater ? delay : 0);
      for (const { file, waiting } of this.queues) {
        const of = file.server === -1 ? this.interfaceOf(record) : 0;
        const entry = { record, frame, label, of, fate: 'arrived' as const };
        if (file.server === -1 || file.server === record.from) insert(waiting, { ...entry, at: leavesAt });
        if (file.server === record.to) insert(waiting, { ...entry, at: leavesAt + delay });
      }
    }
  }

  /** The run is over: writes what is still under way. */
  finish(): void {
    for (const { waiting } of this.queues) for (const entry of waiting) entry.fate ??= 'arrived';
    this.flush(Infinity);
  }

  /** The interface of the server that sends, or of the one that a phone sends to. */
  private interfaceOf({ from, to }: MessageRecord): number {
    return this.wire.hosts.isServer(from) ? from : to;
  }

  private flush(until: Micros): void {
    for (const { file, waiting } of this.queues) {
      let ready = 0;
      while (ready < waiting.length && waiting[ready]!.fate !== undefined && waiting[ready]!.at <= until) ready++;
      for (const entry of waiting.splice(0, ready))
        file.sink.write(packetBlock(entry.of, entry.at, entry.frame, commentOf(entry)));
    }
  }
}

function begin({ config, scenario, seed, version }: CaptureOf, { server, sink }: CaptureFile): void {
  const comment =
    `Synthetic: simulated by dundisim ${version}, captured on no network. Scenario ${scenario}, profile ${config.profile}, seed ${seed}. ` +
    'Virtual time 0 is 1970-01-01 00:00:00 UTC. DUNDi is written in clear (decode UDP port 4520). Not in it: MySQL, RTP, ' +
    'acknowledgements of IAX2. Implied by what is answered, and never lost: the 200 to BYE, CANCEL and NOTIFY, and the 487 to a ' +
    'cancelled INVITE with its ACK.';
  sink.write(sectionBlock(comment, `dundisim ${version}`));
  const servers = server === -1 ? config.servers : [config.servers[server]!];
  for (const { name, address } of servers) sink.write(interfaceBlock(name, `synthetic, ${address}`));
}

/** Behind all that are not later. Nearly always the last. */
function insert(waiting: Entry[], entry: Entry): void {
  let place = waiting.length;
  while (place > 0 && waiting[place - 1]!.at > entry.at) place--;
  waiting.splice(place, 0, entry);
}

function commentOf({ record, fate, label }: Entry): string {
  const end = { lost: ', lost on the way', off: ', not read: the receiver is off', waits: ', the receiver hangs' };
  return `${record.call === 0 ? '' : `call ${record.call}: `}${label === undefined ? labelOf(record) : `${label}, implied`}${end[fate as keyof typeof end] ?? ''}`;
}
