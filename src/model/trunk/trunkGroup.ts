import { assert } from '../../kernel/assert.ts';
import type { CallId } from '../ids.ts';
import type { TrunkConfig } from '../config.ts';

/** Channels of one span by the kind of line: a T1 with a D channel (PRI), a T1 with robbed bits (CAS), an E1. */
export const LINE_CHANNELS = { 't1-pri': 23, 't1-cas': 24, 'e1': 30 } as const;

/** Which channel a Dial takes (chan_dahdi.c:dahdi_request): `g` lowest, `G` highest, `r` and `R` in turn, up or down. */
export type Hunt = 'g' | 'G' | 'r' | 'R';

/**
 * The group of `g1` as it is dialled: `G1`, `r1` and `R1` are the same channels, hunted differently. Undefined: the
 * gateway has no such group.
 */
export function groupDialled(
  groups: Readonly<Record<string, TrunkConfig>>,
  dialled: string,
): { readonly name: string; readonly hunt: Hunt } | undefined {
  if (Object.hasOwn(groups, dialled)) return { name: dialled, hunt: dialled.startsWith('G') ? 'G' : 'g' };
  const [hunt, rest] = [dialled[0] ?? '', dialled.slice(1)];
  const name = `g${rest}`;
  return /^[gGrR]$/.test(hunt) && Object.hasOwn(groups, name) ? { name, hunt: hunt as Hunt } : undefined;
}

/** The channels of one trunk group: which call holds each, and which spans are down. */
export class TrunkGroup {
  readonly channels: number;
  readonly spans: number;
  /** The call on each channel; 0: none. */
  private readonly holders: (CallId | 0)[];
  private readonly isDown: boolean[];
  private last = -1;
  private busy_ = 0;

  constructor({ channels, spans }: TrunkConfig) {
    this.channels = channels;
    this.spans = spans;
    this.holders = Array.from({ length: channels }, () => 0 as const);
    this.isDown = Array.from({ length: spans }, () => false);
  }

  get busy(): number {
    return this.busy_;
  }

  /** Channels of the spans that work. */
  get inService(): number {
    return this.holders.reduce<number>((sum, _, channel) => sum + (this.isDown[this.spanOf(channel)] ? 0 : 1), 0);
  }

  get spansDown(): number {
    return this.isDown.filter((down) => down).length;
  }

  /** Takes a channel for a call; -1: none is free. */
  seize(call: CallId, hunt: Hunt): number {
    const channel = this.free(hunt);
    if (channel < 0) return -1;
    this.holders[channel] = call;
    this.busy_++;
    this.last = channel;
    return channel;
  }

  release(channel: number): void {
    assert(this.holders[channel] !== 0, `trunk channel ${channel} is released, and no call holds it`);
    this.holders[channel] = 0;
    this.busy_--;
  }

  /** The first spans that work fail. The calls on their channels, each with its channel. */
  spansFail(spans: number): readonly { readonly channel: number; readonly call: CallId }[] {
    const failed = this.change(spans, false);
    return this.holders.flatMap((call, channel) =>
      call !== 0 && failed.includes(this.spanOf(channel)) ? [{ channel, call }] : [],
    );
  }

  /** The first spans that are down work again. */
  spansReturn(spans: number): void {
    this.change(spans, true);
  }

  private change(spans: number, wereDown: boolean): readonly number[] {
    const changed = this.isDown.flatMap((down, span) => (down === wereDown ? [span] : [])).slice(0, spans);
    for (const span of changed) this.isDown[span] = !wereDown;
    return changed;
  }

  private spanOf(channel: number): number {
    return Math.floor((channel * this.spans) / this.channels);
  }

  private free(hunt: Hunt): number {
    const up = hunt === 'g' || hunt === 'r';
    const inTurn = hunt === 'r' || hunt === 'R';
    const start = inTurn && this.last >= 0 ? this.last + (up ? 1 : -1) : up ? 0 : this.channels - 1;
    for (let i = 0; i < this.channels; i++) {
      const channel = (start + (up ? i : -i) + 2 * this.channels) % this.channels;
      if (this.holders[channel] === 0 && !this.isDown[this.spanOf(channel)]) return channel;
    }
    return -1;
  }
}
