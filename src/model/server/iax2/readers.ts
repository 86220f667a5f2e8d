import { assert } from '../../../kernel/assert.ts';
import type { HostId, ServerId } from '../../ids.ts';
import type { AuthReply, New } from '../../protocol/iax2.ts';

/** A frame that needs the dialplan lock, and where it came from. */
export type Unread =
  | { readonly kind: 'new'; readonly fields: New; readonly from: HostId }
  | { readonly kind: 'authRep'; readonly fields: AuthReply; readonly from: HostId };

/**
 * The threads of each server that read IAX2. One that waits for the dialplan lock reads nothing else; what comes while
 * all of them wait stays in the socket (chan_iax2.c:network_thread in 1.2, iax2_process_thread since 1.4).
 */
export class Readers {
  private readonly threads: number;
  private readonly waiting: Int32Array;
  private readonly socket: Unread[][];

  /** `threads`: of each server (rule iaxThreads). */
  constructor(servers: number, threads: number) {
    this.threads = threads;
    this.waiting = new Int32Array(servers);
    this.socket = Array.from({ length: servers }, () => []);
  }

  isFree(server: ServerId): boolean {
    return this.waiting[server]! < this.threads;
  }

  /** No thread is free to read it. */
  keep(server: ServerId, frame: Unread): void {
    this.socket[server]!.push(frame);
  }

  /** What a free thread reads next; undefined: nothing waits, or no thread is free. */
  next(server: ServerId): Unread | undefined {
    return this.isFree(server) ? this.socket[server]!.shift() : undefined;
  }

  /** A thread begins to wait for the lock. */
  hold(server: ServerId): void {
    assert(this.isFree(server), 'a thread that does not exist waits for the dialplan lock');
    this.waiting[server]!++;
  }

  /** A thread has waited for the lock. */
  release(server: ServerId): void {
    assert(this.waiting[server]! > 0, 'a thread is released that did not wait');
    this.waiting[server]!--;
  }

  /** The other end has ended the call: what it sent before need not be read. */
  forget(server: ServerId, from: HostId, source: number): void {
    const frames = this.socket[server]!;
    if (frames.length === 0) return;
    this.socket[server] = frames.filter((frame) => frame.from !== from || frame.fields.source !== source);
  }

  crash(server: ServerId): void {
    this.waiting[server] = 0;
    this.socket[server] = [];
  }
}
