import type { Onlooker } from '../onlooker.ts';
import { Callers } from '../people/callers.ts';
import { CalledPhones } from '../phone/calledPhones.ts';
import { Holding } from '../phone/holding.ts';
import { OutgoingCalls } from '../phone/outgoingCalls.ts';
import { PhoneOptions } from '../phone/phoneOptions.ts';
import { PhoneTalks } from '../phone/phoneTalks.ts';
import { Transferring } from '../phone/transferring.ts';
import type { ClientRegistrations } from '../phone/registration/clientRegistration.ts';
import type { Foundation } from './foundation.ts';

export type People = ReturnType<typeof joinPeople>;

/** Phones that make and take calls, and the people who hold them. They know no part of a server. */
export function joinPeople(foundation: Foundation, registrations: ClientRegistrations, world: Onlooker) {
  const { sim, hosts, network, phones, handsets, config, observations, stories, time } = foundation;
  const signals = foundation.signals.callers;
  const outgoing = new OutgoingCalls({
    sim,
    hosts,
    network,
    phones,
    registrations,
    stories,
    replyTime: time.phone,
    ends: signals.outgoingEnds,
  });
  const callers = new Callers({
    sim,
    handsets,
    phones,
    calls: config.calls,
    observations,
    stories,
    outgoing,
    signals,
    world,
  });
  const calledPhones = new CalledPhones({
    sim,
    hosts,
    network,
    phones,
    handsets,
    registrations,
    outgoing,
    stories,
    answering: callers,
    replyTime: time.phone,
    callerIsGone: signals.callerIsGone,
    callsAreJoined: signals.callsAreJoined,
    putsDown: signals.putsDown,
    talkIsOver: signals.talkIsOver,
  });
  const talks = new PhoneTalks(calledPhones, outgoing);
  const transferring = new Transferring({
    hosts,
    network,
    replyTime: time.phone,
    talks,
    refers: signals.refers,
    transferRefused: signals.transferRefused,
    parkerHears: signals.parkerHears,
    slotIsKnown: signals.slotIsKnown,
  });
  const { holds, isOnHold } = signals;
  const holding = new Holding({ sim, hosts, network, talks, holds, isOnHold });
  const phoneOptions = new PhoneOptions(sim, hosts, network, time.phone);
  return { outgoing, callers, calledPhones, transferring, holding, phoneOptions };
}
