import type { CallId, PhoneId, ServerId } from '../ids.ts';
import type { Way } from '../story/happenings.ts';

/**
 * What a caller hears: the media path, without its packets. A server that bridges or plays says so; the person at the
 * phone reacts.
 *
 * `isFar`: of another server than the caller's own, which has not answered the caller by that: heard once it has connected
 * the call (`bridged` with its `way`), and not at all if it has failed meanwhile.
 */
export type Audio =
  /** A Dial was answered at a server, and bridged. */
  | {
      readonly kind: 'bridged';
      readonly server: ServerId;
      /** A person, or the far end of a trunk, has answered: not only the dialplan of another server. */
      readonly person: boolean;
      /** The phone that was picked up; -1: none. */
      readonly phone: PhoneId | -1;
      /** At the caller's own server: how the call went on. */
      readonly way: Way | undefined;
      /** Media goes between the phones themselves: a crash of the server does not end the talk. */
      readonly native: boolean;
    }
  /** The plan has answered by itself, and has not looked for anybody. */
  | { readonly kind: 'planAnswers'; readonly isFar: boolean }
  /** The plan plays something to a caller whom it has answered. */
  | { readonly kind: 'planTalks'; readonly server: ServerId; readonly isFar: boolean }
  /** The plan looks for a callee, or plays the tone of a failure. */
  | { readonly kind: 'planSeeks'; readonly isFar: boolean }
  | { readonly kind: 'voicemail'; readonly server: ServerId; readonly isFar: boolean }
  /** The caller is in a queue: each member whose phone rings does as that phone's group says. */
  | { readonly kind: 'queued' }
  /** The caller has sent the called person away, who is in the caller's place from now on: what follows is for their ears. */
  | { readonly kind: 'callerLeaves' }
  /** One of the two has sent the other to an extension; the server runs its dialplan from there. */
  | { readonly kind: 'sentOn' }
  /** One of the two has put the other on hold: music of that server, until that person is taken back. */
  | { readonly kind: 'held'; readonly server: ServerId }
  | { readonly kind: 'takenBack' }
  /** The person who transfers has joined this call with `by`, the one to the colleague. */
  | { readonly kind: 'joined'; readonly by: CallId }
  /** The caller is in a parking slot, and hears music. */
  | { readonly kind: 'parked'; readonly server: ServerId }
  /** A colleague, who dialled the slot in call `by`, has fetched the parked caller. */
  | { readonly kind: 'fetched'; readonly server: ServerId; readonly by: CallId }
  /** The caller has dialled a slot, and hears the one who was parked there. */
  | { readonly kind: 'hearsParked'; readonly server: ServerId; readonly call: CallId };
