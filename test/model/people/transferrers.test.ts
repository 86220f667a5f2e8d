import { describe, expect, it } from 'vitest';
import { Simulation } from '../../../src/kernel/clock/simulation.ts';
import { Signal } from '../../../src/kernel/signal.ts';
import { SECOND } from '../../../src/kernel/units.ts';
import type { CallId, PhoneId } from '../../../src/model/ids.ts';
import type { Intention, TransferPlan } from '../../../src/model/people/intention.ts';
import { Transferrers } from '../../../src/model/people/transferrers.ts';
import { Handsets } from '../../../src/model/phone/handsets.ts';
import type { TransferWish } from '../../../src/model/phone/transferring.ts';
import type { Media } from '../../../src/model/protocol/sip.ts';
import { phoneConfig } from '../laboratory.ts';

const CALL = 1 as CallId;
const CONSULTATION = 2 as CallId;
const [CALLER, PERSON] = [0, 1] as unknown as readonly [PhoneId, PhoneId];

/** 1001 talks to 1002 from 0 s on; the colleagues are 1001 to 1003. */
function lab(different: Partial<TransferPlan> = {}) {
  const sim = new Simulation({ seed: 'transfer' });
  const phones = ['1001', '1002', '1003'].map((number) => phoneConfig(number));
  const handsets = new Handsets(phones);
  handsets.take(PERSON);
  const said: unknown[] = [];
  const told = <A extends readonly unknown[]>(name: string): Signal<A> => {
    const signal = new Signal<A>(name);
    signal.receive((...what) => said.push([sim.now / SECOND, name, ...what]));
    return signal;
  };
  const signals = {
    holds: told<[CallId, PhoneId, Media]>('holds'),
    refers: told<[TransferWish]>('refers'),
    isOnHold: new Signal<[CallId]>('isOnHold'),
    transferRefused: new Signal<[CallId]>('transferRefused'),
  };
  const people = new Transferrers({
    sim,
    phones,
    handsets,
    stories: { note: () => {} } as never,
    calls: ({ caller, dialled, consultsFor }) => {
      said.push([sim.now / SECOND, 'calls', caller, dialled, consultsFor]);
      return CONSULTATION;
    },
    hangUp: (call) => said.push([sim.now / SECOND, 'hangsUp', call]),
    signals,
  });
  const plan: TransferPlan = {
    by: 'callee',
    after: 5 * SECOND,
    attended: true,
    colleagues: [0, 1, 2],
    colleagueAt: 0,
    ringsFor: SECOND,
    picksUp: true,
    consultation: 10 * SECOND,
    patience: 60 * SECOND,
    talk: 60 * SECOND,
    ...different,
  };
  people.talkBegins(CALL, PERSON, { caller: CALLER, patience: 30 * SECOND, transfer: plan } as Intention);
  return { sim, people, handsets, said, ...signals };
}

const COLLEAGUE = 2 as PhoneId;
const wish = { call: CALL, phone: PERSON, to: '1003', listens: false };

describe('a person who sends the caller on', () => {
  it('blind: asks the server once, for a colleague who is neither of the two', () => {
    const { sim, said } = lab({ attended: false });
    sim.run(60 * SECOND);
    expect(said).toEqual([[5, 'refers', { ...wish, replaces: 0 }]]);
  });

  it('attended: hold, a call to the colleague, and the request to join the two when the colleague agrees', () => {
    const { sim, people, said, isOnHold } = lab();
    sim.run(6 * SECOND);
    isOnHold.send(CALL);
    expect(people.agrees(CONSULTATION, CALL, COLLEAGUE)).toBe(true);
    expect(people.agrees(CONSULTATION, CALL, COLLEAGUE)).toBe(true); // Once is enough.
    expect(said).toEqual([
      [5, 'holds', CALL, PERSON, 'sendonly'],
      [6, 'calls', PERSON, '1003', CALL],
      [6, 'refers', { ...wish, replaces: CONSULTATION }],
    ]);
    people.joined(CALL);
    expect(people.consultationEnds(CALL)).toBeUndefined();
  });

  it('as the caller: asks the own server, for a colleague of the called person', () => {
    const { sim, said } = lab({ attended: false, by: 'caller' });
    sim.run(60 * SECOND);
    expect(said).toEqual([[5, 'refers', { ...wish, phone: CALLER, replaces: 0 }]]);
  });

  it('does not where no second line is free', () => {
    const { sim, handsets, said } = lab();
    handsets.take(PERSON);
    sim.run(60 * SECOND);
    expect(said).toEqual([]);
  });

  it('talks to the caller again when the colleague is gone, or the server refuses', () => {
    const { sim, people, said, isOnHold, transferRefused } = lab();
    sim.run(6 * SECOND);
    isOnHold.send(CALL);
    transferRefused.send(CALL);
    expect([said.at(-1), people.consultationEnds(CALL)]).toEqual([[6, 'hangsUp', CONSULTATION], PERSON]);
  });

  it('sees after a while that the caller has gone, and hangs up on the colleague', () => {
    const { sim, people, said, isOnHold } = lab();
    sim.run(6 * SECOND);
    isOnHold.send(CALL);
    people.callEnds(CALL);
    sim.run(60 * SECOND);
    expect([said.at(-1), people.agrees(CONSULTATION, CALL, COLLEAGUE)]).toEqual([[8, 'hangsUp', CONSULTATION], false]);
  });
});
