import { Listener } from '../../measure/listener.ts';
import type { MessageFate, MessageRecord } from '../../model/observations.ts';
import { INVITE } from '../../model/protocol/sip.ts';
import { NEW } from '../../model/protocol/iax2.ts';
import { labelOf } from '../ladder/labels.ts';
import { traceLine } from './traces.ts';

/**
 * Adds to the traces what no console at verbosity 3 prints: the DUNDi packets of each server, as `dundi debug` would,
 * and with them, and with INVITE and NEW, the number of the call.
 */
export class MessageTraces extends Listener {
  override readonly wantsMessages = true;
  private readonly names: readonly string[];
  private readonly nameOf: (host: number) => string;
  private readonly write: (server: string, text: string) => void;

  constructor(
    serverNames: readonly string[],
    nameOf: (host: number) => string,
    write: (server: string, text: string) => void,
  ) {
    super();
    this.names = serverNames;
    this.nameOf = nameOf;
    this.write = write;
  }

  override messageSent(message: MessageRecord): void {
    this.line(message.from, message, `Tx ${labelOf(message)} to ${this.nameOf(message.to)}`);
  }

  override messageEnded(message: MessageRecord, fate: MessageFate): void {
    if (fate === 'arrived') this.line(message.to, message, `Rx ${labelOf(message)} from ${this.nameOf(message.from)}`);
    else if (fate === 'lost')
      this.line(message.from, message, `lost: ${labelOf(message)} to ${this.nameOf(message.to)}`);
  }

  private line(host: number, record: MessageRecord, text: string): void {
    const name = this.names[host];
    const { message, call } = record;
    const kind = message as unknown;
    if (name === undefined || (message.protocol !== 'DUNDi' && kind !== INVITE && kind !== NEW)) return;
    const ofCall = call === 0 ? '' : ` (call ${call})`;
    this.write(name, traceLine(this.now, name, `${message.protocol} ${text}${ofCall}`));
  }
}
