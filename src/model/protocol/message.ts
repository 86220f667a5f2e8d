/** Protocols whose messages travel in the model. */
export type Protocol = 'SIP' | 'DUNDi' | 'IAX2' | 'MySQL';

/**
 * A kind of message with fields of shape F. Each kind is declared once, in this folder, before any part exists.
 *
 * The fields are all that a receiver learns from the sender: plain read-only data, never a row of either end. A packet
 * that is sent again is the same value again.
 */
export interface Message<F> {
  readonly protocol: Protocol;
  /** Name on the wire: `REGISTER`, `DPDISCOVER`. */
  readonly title: string;
  /** Event type of its arrival: `sip.register`. */
  readonly event: string;
  /** Number of the transaction, dialog or call that it belongs to: the fingerprint mixes it (32 bits). */
  readonly key: (fields: F) => number;
  /** RFC section, or file:function of Asterisk. */
  readonly source: string;
  /** Where it is in `MESSAGES`, which sets it. */
  readonly place?: number;
}
