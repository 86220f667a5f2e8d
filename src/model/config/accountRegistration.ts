import type { Place } from '../../text/place.ts';

/** `register => user:secret@host/extension` of sip.conf or iax.conf: the server registers at another one, as a phone does. */
export interface AccountRegistration {
  /** Section of the other server. */
  readonly userName: string;
  readonly secret: string;
  /** Address, server name, or a section of the own sip.conf. */
  readonly host: string;
  /** What the other server calls where it names no number. */
  readonly extension: string;
  readonly place: Place;
}
