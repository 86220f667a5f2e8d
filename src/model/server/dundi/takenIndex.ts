import type { HostId } from '../../ids.ts';
import type { Taken } from './transaction.ts';

import { removeAt } from '../../../kernel/resource/removeAt.ts';

/** Transactions that servers took on, by the address and number of the asker: who asks again is recognised. */
export class TakenIndex {
  /** By server and asker: a few, the latest last. */
  private readonly open: Taken[][][] = [];

  find(server: HostId, from: HostId, source: number): Taken | undefined {
    const list = this.open[server]?.[from];
    if (list === undefined) return undefined;
    for (let i = list.length - 1; i >= 0; i--) if (list[i]!.otherId === source) return list[i];
    return undefined;
  }

  add(taken: Taken): void {
    const byAsker = (this.open[taken.server] ??= []);
    (byAsker[taken.other] ??= []).push(taken);
  }

  remove(taken: Taken): void {
    const list = this.open[taken.server]![taken.other]!;
    removeAt(list, list.indexOf(taken));
  }
}
