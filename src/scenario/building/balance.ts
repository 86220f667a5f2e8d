import { RandomStream } from '../../kernel/random/randomStream.ts';

/** How a group's phones are dealt out to the servers of its `home`. */
export type Balance = 'turn' | 'least' | 'together' | 'weighted' | 'srv';

/** A server and its weight; of DNS SRV with its priority, the lowest first. */
export interface Choice {
  readonly server: number;
  readonly priority: number;
  readonly weight: number;
}

/**
 * How many phones each server has got so far, over all groups. Every choice is the same in every run: who is at home
 * where is part of the configuration.
 */
export class Dealer {
  /** By server, from that of NOWHERE (-1) on. */
  private readonly dealt: number[] = [];

  /** Begins a group. */
  group(balance: Balance, choices: readonly Choice[]): Deal {
    return new Deal(this, balance, choices);
  }

  give(server: number): number {
    const before = this.of(server);
    this.dealt[server + 1] = before + 1;
    return before;
  }

  of(server: number): number {
    return this.dealt[server + 1] ?? 0;
  }
}

/** A group that is being dealt out, phone by phone. */
export class Deal {
  private readonly dealer: Dealer;
  private readonly balance: Balance;
  private readonly choices: readonly Choice[];
  private readonly got: number[];
  /** The order of a phone that has one server, by choice. */
  private readonly alone: readonly (readonly number[])[];
  /** Where the whole group goes: the server that has the fewest phones when it comes. */
  private readonly together: number;
  private dealt = 0;

  constructor(dealer: Dealer, balance: Balance, choices: readonly Choice[]) {
    this.dealer = dealer;
    this.balance = balance;
    this.choices = choices;
    this.got = choices.map(() => 0);
    this.alone = choices.map(({ server }) => [server]);
    this.together = this.emptiest();
  }

  /** The servers of the next phone in its order, home first; `before`: phones that its home had got before it. */
  next(number: string | number): { readonly order: readonly number[]; readonly before: number } {
    const order = this.order(number);
    this.dealt++;
    return { order, before: this.dealer.give(order[0]!) };
  }

  private order(number: string | number): readonly number[] {
    switch (this.balance) {
      case 'turn':
        return this.alone[this.dealt % this.alone.length]!;
      case 'least':
        return [this.emptiest()];
      case 'together':
        return [this.together];
      case 'weighted':
        return [this.furthestBehind()];
      case 'srv':
        return srvOrder(this.choices, new RandomStream(`balance/srv/${number}`));
    }
  }

  private emptiest(): number {
    return least(
      this.choices.map(({ server }) => server),
      (server) => this.dealer.of(server),
    );
  }

  /** Of the servers that get a share, the one that is furthest behind it. */
  private furthestBehind(): number {
    const rows = this.choices.map((_, row) => row).filter((row) => this.choices[row]!.weight > 0);
    const row = least(rows, (one) => (this.got[one]! + 1) / this.choices[one]!.weight);
    this.got[row]!++;
    return this.choices[row]!.server;
  }
}

/** RFC 2782: the lowest priority first; among equal ones each next is drawn in proportion to the weights left. */
export function srvOrder(choices: readonly Choice[], stream: RandomStream): readonly number[] {
  const order: number[] = [];
  const priorities = [...new Set(choices.map(({ priority }) => priority))].sort((a, b) => a - b);
  for (const priority of priorities) {
    const left = choices.filter((choice) => choice.priority === priority);
    while (left.length > 0) {
      const sum = left.reduce((total, { weight }) => total + weight, 0);
      const drawn = stream.integer(sum + 1); // 0 to the sum of the weights, both included.
      let running = 0;
      const found = left.findIndex(({ weight }) => (running += weight) >= drawn);
      order.push(left[found]!.server);
      left.splice(found, 1);
    }
  }
  return order;
}

function least(items: readonly number[], of: (item: number) => number): number {
  return items.reduce((best, item) => (of(item) < of(best) ? item : best));
}
