import { assert, broken } from './assert.ts';

/**
 * Joins two parts of one machine that would otherwise have to know each other: one part sends, the other receives, at
 * once and inside the running event. It has one receiver, attached while the parts are made, and keeps no state.
 */
export class Signal<A extends readonly unknown[]> {
  private readonly name: string;
  private receiver: ((...args: A) => void) | undefined;

  /** `name` is used in the message of a broken assertion. */
  constructor(name: string) {
    this.name = name;
  }

  /** Attaches the receiver. Called once, by the constructor of the part that receives. */
  receive(receiver: (...args: A) => void): void {
    assert(this.receiver === undefined, `signal ${this.name} has two receivers`);
    this.receiver = receiver;
  }

  send(...args: A): void {
    if (this.receiver === undefined) broken(`signal ${this.name} has no receiver`);
    this.receiver(...args);
  }
}
