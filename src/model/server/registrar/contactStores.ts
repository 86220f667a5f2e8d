import { NOT_SCHEDULED, type EventType, type Scheduled, type Simulation } from '../../../kernel/clock/simulation.ts';
import type { Micros } from '../../../kernel/units.ts';
import type { ServerId } from '../../ids.ts';
import type { Astdb } from '../dialplan/astdb.ts';

/** What a write takes on the machine whose SIP messages were timed: `processing.sipMessage` has it in it. */
const TIMED: Micros = 200;

/**
 * The addresses of registered phones in Asterisk's own database, `SIP/Registry` (chan_sip.c:parse_register_contact,
 * destroy_association): the SIP thread writes them itself, and waits for the disk and for every thread that is before it
 * (db.c:dblock). Where a write takes no longer than on a usual disk, it takes no time of its own.
 *
 * It does not know what is written.
 */
export class ContactStores {
  private readonly sim: Simulation;
  private readonly stores: readonly Pick<Astdb, 'lock'>[];
  private readonly writeTime: () => Micros;
  private readonly done: EventType<ServerId, number>[];
  private readonly left: Float64Array;
  private readonly writing: Scheduled[];

  private readonly lockIsGranted: EventType<ServerId, number>;
  private readonly writeEnds: EventType<ServerId, number>;

  /** `stores`: by server; filled when the dialplans are made. */
  constructor(sim: Simulation, servers: number, stores: readonly Pick<Astdb, 'lock'>[], writeTime: () => Micros) {
    this.sim = sim;
    this.stores = stores;
    this.writeTime = writeTime;
    this.done = [];
    this.left = new Float64Array(servers);
    this.writing = Array.from({ length: servers }, () => NOT_SCHEDULED);
    this.lockIsGranted = sim.on('registrar.astdbLockGranted', (server) => this.begin(server));
    this.writeEnds = sim.on('registrar.contactWriteEnds', (server) => this.end(server));
  }

  /** One write of that server's SIP thread. True: it takes time, and the event `(done, server)` follows. */
  write(server: ServerId, done: EventType<ServerId, number>): boolean {
    const takes = this.writeTime() - TIMED;
    if (takes <= 0) return false;
    this.left[server] = takes;
    this.done[server] = done;
    if (this.stores[server]!.lock.acquire(this.lockIsGranted, server, 0)) this.begin(server);
    return true;
  }

  private begin(server: ServerId): void {
    this.writing[server] = this.sim.after(this.left[server]!, this.writeEnds, server, 0);
  }

  private end(server: ServerId): void {
    this.stores[server]!.lock.release();
    this.sim.after(0, this.done[server]!, server, 0);
  }

  /** The lock is free again when the machine's dialplan starts anew. */
  crash(server: ServerId): void {
    this.sim.cancel(this.writing[server]!);
  }
}
