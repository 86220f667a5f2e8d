import type { Signal } from '../../kernel/signal.ts';
import type { CallId, PhoneId, ServerId } from '../ids.ts';
import type { CallEnd } from '../phone/outgoingCalls.ts';
import type { TransferWish } from '../phone/transferring.ts';
import type { Media } from '../protocol/sip.ts';
import type { Audio } from './audio.ts';

/** A call from the PSTN, as it comes to its gateway. */
export interface TrunkCall {
  readonly call: CallId;
  readonly server: ServerId;
  readonly context: string;
  /** Trunk group whose channel it takes; empty: none. */
  readonly group: string;
  readonly dialled: string;
  readonly from: string;
}

/** How the people, their phones and the servers hear of each other. */
export interface CallerSignals {
  /** From the calling phone: the call has ended. */
  readonly outgoingEnds: Signal<[call: CallId, end: CallEnd]>;
  /** From servers: what the caller hears. */
  readonly audio: Signal<[call: CallId, audio: Audio]>;
  /** To the gateway: a call comes in from the PSTN. */
  readonly trunkCalls: Signal<[call: TrunkCall]>;
  /** To the gateway: the PSTN caller hangs up. */
  readonly trunkHangsUp: Signal<[call: CallId]>;
  /** From the gateway: its plan has ended a call from the PSTN. */
  readonly trunkCallEnds: Signal<[call: CallId]>;
  /** From the trunks: no channel is free for a call from the PSTN. */
  readonly trunkRefuses: Signal<[call: CallId]>;
  /** From the trunks: the span of a call from the PSTN has failed. */
  readonly trunkIsCut: Signal<[call: CallId, server: ServerId, group: string]>;
  /** To the trunks: a call from the PSTN is over. */
  readonly trunkCallIsOver: Signal<[call: CallId]>;
  /** To the trunks: the person in the PSTN who was called hangs up. */
  readonly trunkPutsDown: Signal<[call: CallId]>;
  /** From the trunks: that person is out of the call. */
  readonly trunkTalkIsOver: Signal<[call: CallId]>;
  /** To the called phones: nobody is at the other end any more. */
  readonly callerIsGone: Signal<[call: CallId, isCut: boolean]>;
  /** To the phone of one of the two: the other party to an extension, or together with another call. */
  readonly refers: Signal<[wish: TransferWish]>;
  /** To the phone of one of the two: the other party on hold, or back. */
  readonly holds: Signal<[call: CallId, phone: PhoneId, media: Media]>;
  /** From it: the other party is on hold. */
  readonly isOnHold: Signal<[call: CallId]>;
  /** From it: the server has not joined the two calls. */
  readonly transferRefused: Signal<[call: CallId]>;
  /** To the called phone: its person hangs up. */
  readonly putsDown: Signal<[call: CallId, phone: PhoneId]>;
  /** From it: it is in no talk of the call any more. */
  readonly talkIsOver: Signal<[call: CallId, phone: PhoneId]>;
  /** To the phones: what the first call has rung belongs to the second. */
  readonly callsAreJoined: Signal<[from: CallId, to: CallId]>;
  /** From the server to the phone that parks: the slot, 0: none. */
  readonly parkerHears: Signal<[call: CallId, phone: PhoneId, slot: number]>;
  /** From the phone that parks: its person knows the slot. */
  readonly slotIsKnown: Signal<[call: CallId, phone: PhoneId, slot: number]>;
}
