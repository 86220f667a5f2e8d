import { Signal } from '../../kernel/signal.ts';
import type { ChannelId } from '../ids.ts';
import type { CallerSignals, TrunkCall } from '../people/callerSignals.ts';
import type { Leg } from '../server/channels/channelRows.ts';

/** What people, their phones and the parts of one server tell each other on the same machine: no message travels. */
export function makeSignals() {
  const callers: CallerSignals = {
    outgoingEnds: new Signal('phone.outgoingEnds'),
    audio: new Signal('caller.audio'),
    trunkCalls: new Signal('trunk.callComes'),
    trunkHangsUp: new Signal('trunk.callerHangsUp'),
    trunkCallEnds: new Signal('trunk.callEnds'),
    trunkRefuses: new Signal('trunk.refuses'),
    trunkIsCut: new Signal('trunk.isCut'),
    trunkCallIsOver: new Signal('trunk.callIsOver'),
    trunkPutsDown: new Signal('trunk.putsDown'),
    trunkTalkIsOver: new Signal('trunk.talkIsOver'),
    callerIsGone: new Signal('phone.callerIsGone'),
    refers: new Signal('phone.refers'),
    holds: new Signal('phone.holds'),
    isOnHold: new Signal('person.isOnHold'),
    transferRefused: new Signal('caller.transferRefused'),
    putsDown: new Signal('person.putsDown'),
    talkIsOver: new Signal('phone.talkIsOver'),
    callsAreJoined: new Signal('phone.callsAreJoined'),
    parkerHears: new Signal('phone.parkerHears'),
    slotIsKnown: new Signal('person.slotIsKnown'),
  };
  const trunkCallAtGateway = new Signal<[call: TrunkCall]>('trunk.callAtGateway');
  const threadBegins = new Signal<[channel: ChannelId]>('channel.threadBegins');
  const callerHangsUp = new Signal<[channel: ChannelId]>('channel.callerHangsUp');
  const legChanged = new Signal<[leg: Leg]>('dial.legChanged');
  return { callers, trunkCallAtGateway, threadBegins, callerHangsUp, legChanged };
}
