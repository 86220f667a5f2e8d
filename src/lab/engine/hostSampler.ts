import type { ClusterParts } from '../../model/composition.ts';
import { NO_CHANNEL } from '../../model/server/dialplan/services.ts';
import type { HostId, ServerId } from '../../model/ids.ts';
import type { Micros } from '../../kernel/units.ts';
import { Columns, type Plain } from '../replay/columns.ts';
import { FIELDS, STATE_SHAPE, type Field } from '../replay/recording.ts';
import type { Texts } from './recordedTexts.ts';

/** Events between two looks at all hosts: what another machine's event changed is seen then at the latest. */
const ALL_EACH = 64;
/** Of those that wait for a lock; the number of all is noted beside them. */
const MOST_NAMED = 4;
const STATES = { up: 0, down: 1, hung: 2 } as const;
const WAITS = { load: 0, lock: 1, database: 2, disk: 3 } as const;

/** Looks at the hosts between two events, and notes each figure that has changed. It changes nothing. */
export class HostSampler {
  private readonly parts: ClusterParts;
  private readonly texts: Texts;
  private readonly rows = new Columns(STATE_SHAPE);
  /** Last values, by host and field. */
  private readonly values: Float64Array;
  private readonly registered: Int32Array;
  private now: Micros = 0;
  private host = -1;
  private seen = 0;

  constructor(parts: ClusterParts, texts: Texts) {
    const hosts = parts.config.servers.length + 1;
    this.parts = parts;
    this.texts = texts;
    this.values = new Float64Array(hosts * FIELDS.length).fill(NaN);
    this.registered = new Int32Array(hosts);
  }

  registrations(server: ServerId, change: number): void {
    this.registered[server]! += change;
    this.host = this.host === server ? server : -1;
  }

  /** An event comes: what the one before has changed is noted at that one's time. */
  before(time: Micros, name: string, host: number): void {
    const { database } = this.parts.hosts;
    if (this.host < 0 || ++this.seen % ALL_EACH === 0) this.all();
    else if (this.host < database) this.server(this.host as ServerId);
    else if (this.host === database) this.database();
    this.now = time;
    this.host = name.startsWith('fault.') ? -1 : host;
  }

  /** The rows since the last call. */
  take(): Plain<typeof STATE_SHAPE> {
    this.all();
    return this.rows.take();
  }

  private all(): void {
    for (let server = 0; server < this.parts.hosts.database; server++) this.server(server as ServerId);
    this.database();
  }

  private server(server: ServerId): void {
    const { sip, finders, channelTable, hosts } = this.parts;
    const finder = finders[server]!;
    const { holder } = finder;
    this.note(server, 'registrations', this.registered[server]!);
    this.note(server, 'sipQueue', sip.waiting(server));
    this.note(server, 'sipWait', WAITS[sip.blockOf(server)?.by ?? 'load']);
    this.note(server, 'locked', finder.isLocked ? 1 : 0);
    this.note(server, 'lockWaiters', finder.waitingForLock);
    this.note(server, 'lockCall', holder === undefined ? 0 : (channelTable.get(holder.channel)?.call ?? 0));
    this.note(server, 'lockNumber', holder === undefined ? -1 : this.texts.place(holder.number));
    this.note(server, 'lockLine', finder.waitingForLock === 0 ? -1 : this.texts.place(this.lineOf(server)));
    this.note(server, 'state', STATES[hosts.state(server)]);
  }

  /** `call 71, a question for 1044, a registration`: the first in line for the dialplan lock. */
  private lineOf(server: ServerId): string {
    const { finders, channelTable } = this.parts;
    const named = finders[server]!.firstInLine(MOST_NAMED).map((request) => {
      if (request === undefined) return 'a registration';
      if (request.channel === NO_CHANNEL) return `a question for ${request.exten}`;
      return `call ${channelTable.get(request.channel)?.call ?? 0}`;
    });
    return named.join(', ');
  }

  private database(): void {
    const { hosts, mysqld } = this.parts;
    const { isStopped, running, waiting } = mysqld.load;
    this.note(hosts.database, 'state', isStopped ? 1 : 0);
    this.note(hosts.database, 'sipQueue', waiting);
    this.note(hosts.database, 'lockWaiters', running);
  }

  private note(host: HostId, field: Field, value: number): void {
    const place = FIELDS.indexOf(field);
    const at = host * FIELDS.length + place;
    if (this.values[at] === value) return;
    this.values[at] = value;
    this.rows.push({ at: this.now, host, field: place, value });
  }
}
