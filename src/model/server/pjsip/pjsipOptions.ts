import type { EventType, Simulation } from '../../../kernel/clock/simulation.ts';
import type { HostId, PhoneId, ServerId } from '../../ids.ts';
import type { Network } from '../../network/network.ts';
import { OPTIONS, OPTIONS_RESPONSE, type Options } from '../../protocol/sip.ts';
import type { Distributor, TaskId } from './distributor.ts';
import type { Endpoints } from './endpoints.ts';
import type { TaskSelects } from './taskSelects.ts';

/**
 * OPTIONS from a phone or a monitor. Without a digest it is challenged before anything is searched, so it never waits
 * for the dialplan lock (pjsip_distributor.c:authenticate; pjsip_options.c:options_on_rx_request).
 */
export class PjsipOptions {
  private readonly parts: PjsipOptionsParts;
  private readonly asking = new Map<
    TaskId,
    { readonly server: ServerId; readonly branch: number; readonly from: HostId }
  >();

  private readonly identified: EventType<TaskId, number>;

  constructor(parts: PjsipOptionsParts) {
    this.parts = parts;
    const sorting = { callId: ({ branch }: Options) => branch };
    parts.distributor.receive(OPTIONS, sorting, (server, { branch }, from, task) => {
      this.asking.set(task, { server, branch, from });
      const tables = parts.endpoints.identifying(server, parts.phoneAt(from));
      return parts.selects.run(task, server, tables, 'deviceState', this.identified) && this.challenge(task);
    });
    this.identified = parts.sim.on('pjsip.optionsAreIdentified', (task) => {
      if (!parts.distributor.has(task))
        this.asking.delete(task); // Its server has crashed.
      else if (this.challenge(task)) parts.distributor.finish(task);
    });
  }

  private challenge(task: TaskId): true {
    const { server, branch, from } = this.asking.get(task)!;
    this.asking.delete(task);
    this.parts.network.send(server, from, OPTIONS_RESPONSE, { branch, status: 401 });
    return true;
  }
}

export interface PjsipOptionsParts {
  readonly sim: Simulation;
  /** The account of the phone that a machine is; -1: it is none. */
  readonly phoneAt: (host: HostId) => PhoneId | -1;
  readonly network: Network;
  readonly distributor: Distributor;
  readonly endpoints: Endpoints;
  readonly selects: TaskSelects;
}
