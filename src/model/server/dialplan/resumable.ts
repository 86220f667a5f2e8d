import { assert, broken } from '../../../kernel/assert.ts';
import { added } from '../../../kernel/resource/added.ts';
import { NO_MEMO, type Channel, type Memo, type Waiting } from './dialplanChannel.ts';
import { PENDING, type Pending } from './services.ts';

/**
 * Code that waits and blocks nowhere: a question without an answer yet gives PENDING, which the code returns at once.
 * When the answer has come it runs again from the start; questions already answered are answered from the memo of its
 * channel, in the same order, and effects inside `once` are not repeated.
 *
 * It does not know what is asked.
 */
export class Resumable {
  private current: Channel | undefined;
  private asked = 0;

  /** The channel whose turn it is. */
  get channel(): Channel {
    if (this.current === undefined) broken('no channel has its turn');
    return this.current;
  }

  /** Begins, or begins again, with this channel. */
  turnTo(channel: Channel): void {
    assert(channel.waiting === 'nothing', 'a channel that waits does not run');
    this.current = channel;
    this.asked = 0;
  }

  /** What a channel was doing when another one's turn came inside its own. */
  interrupted(): { readonly channel: Channel | undefined; readonly asked: number } {
    return { channel: this.current, asked: this.asked };
  }

  goOn(before: { readonly channel: Channel | undefined; readonly asked: number }): void {
    if (before.channel !== undefined) this.current = before.channel;
    this.asked = before.asked;
  }

  /** An effect that must not be repeated when the code runs again. */
  once(effect: () => void): void {
    this.ask('nothing', () => {
      effect();
      return true;
    });
  }

  /** What was so when this code first ran here, for what its own effects change. */
  note<T extends boolean | number | string>(read: () => T): T {
    return this.ask('nothing', read) as T;
  }

  /** Forgets what has been asked so far: what it has led to is kept elsewhere, and the code will not ask it again. */
  startOver(): void {
    this.channel.memo = NO_MEMO;
    this.asked = 0;
  }

  protected ask(waiting: Waiting, begin: () => Memo | Pending): Memo | Pending {
    return this.recall() ?? this.keep(waiting, begin());
  }

  /** The answer to the next question, when it has come. What is asked most is asked with this and `keep`, without a closure. */
  protected recall(): Memo | undefined {
    const { memo } = this.channel;
    return this.asked < memo.length ? memo[this.asked++] : undefined;
  }

  protected keep(waiting: Waiting, answer: Memo | Pending): Memo | Pending {
    const { channel } = this;
    if (answer === PENDING) {
      channel.waiting = waiting;
      return PENDING;
    }
    channel.memo = added(channel.memo, answer);
    this.asked++;
    return answer;
  }
}
