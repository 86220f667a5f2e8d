import { assert } from '../../../kernel/assert.ts';
import type { ServerId } from '../../ids.ts';

/**
 * Challenges that a server has sent and that are not answered yet, by the user that they were sent for
 * (chan_iax2.c: struct iax2_user, curauthreq).
 */
export class Challenges {
  private readonly outstanding: Map<string, number>[];

  constructor(servers: number) {
    this.outstanding = Array.from({ length: servers }, () => new Map<string, number>());
  }

  /**
   * Counts one more, unless `limit` are outstanding already; 0 is no limit. False: "Unauthenticated call limit reached"
   * (chan_iax2.c:authenticate_request).
   */
  begin(server: ServerId, user: string, limit: number): boolean {
    const count = this.of(server, user);
    if (limit > 0 && count >= limit) return false;
    this.outstanding[server]!.set(user, count + 1);
    return true;
  }

  /** One is answered, or its call is over. */
  end(server: ServerId, user: string): void {
    const count = this.of(server, user);
    assert(count > 0, `a challenge of ${user} ends that was never sent`);
    this.outstanding[server]!.set(user, count - 1);
  }

  of(server: ServerId, user: string): number {
    return this.outstanding[server]!.get(user) ?? 0;
  }

  crash(server: ServerId): void {
    this.outstanding[server]!.clear();
  }
}
