import { describe, expect, it } from 'vitest';
import { SECOND } from '../../src/kernel/units.ts';
import { parseScenario, type FolderFile } from '../../src/scenario/index.ts';
import { folder } from '../scenario/world.ts';
import { at, replayTransfer, type Told } from './transferReplay.ts';

const GATEWAY = 1;
const NOTHING = [0, 0, 0, 0];
const OUTSIDE = '13375551234';

const LOT = {
  path: 'regpbx1/features.conf',
  text: '[general]\nparkext=>700\nparkpos=>701-720\ncontext=>parkedcalls\n',
};

function withParking({ path, text }: FolderFile): FolderFile {
  return { path, text: path === 'regpbx1/extensions.conf' ? `${text}\n[phones](+)\ninclude => parkedcalls\n` : text };
}

/** 1001 of regpbx1 calls the PSTN over gateway1, and sends the person there, who answers at 12 s, to 1003 of regpbx3 at 17 s. */
function story(what: object, faults: readonly object[] = [], conf = 'paper-gateways') {
  const profile = { 'paper-gateways': 'asterisk-1.2', 'paper-gateways-16': 'asterisk-16' }[conf] ?? 'asterisk-22';
  const g1 = { line: 't1-pri', setup: '0.5s' };
  const text = JSON.stringify({
    profile,
    asterisk: './conf',
    duration: '5m',
    servers: {
      gateway1: { address: '10.10.10.131', trunks: { g1 } },
      gateway2: { address: '10.10.10.132', trunks: { g1 } },
    },
    phones: {
      a: { numbers: '1001', home: 'regpbx1', expires: '3600s', answerAfter: '2s' },
      c: { numbers: '1003', home: 'regpbx3', expires: '3600s', answerAfter: '3s' },
    },
    calls: [{ at: '10s', from: '1001', to: OUTSIDE, talk: '60s', patience: '60s', ...what }],
    faults,
  });
  const { config, seed } = parseScenario({
    path: 'pstn.json',
    text,
    folders: new Map([['./conf', conf === 'paper-gateways' ? [...folder(conf).map(withParking), LOT] : folder(conf)]]),
    sets: [],
  });
  return replayTransfer(config, seed, OUTSIDE);
}

const sends = (more: object) => ({ transfer: { by: 'caller', to: 'c', after: '5s', consultation: '10s', ...more } });
const BLIND = sends({ attended: '0%' });
const ATTENDED = sends({ attended: '100%' });
const off = (phone: string) => [
  { at: '50s', powerOff: phone },
  { at: '200s', powerOn: phone },
];
const talked = ({ endedAt, answeredAt }: Told): number => Math.round((endedAt - answeredAt) / SECOND);

describe.each(['paper-gateways', 'paper-gateways-16', 'paper-gateways-22'])('a person in the PSTN, %s,', (conf) => {
  it('is sent to a colleague by the caller, who is out of the call; the trunk channel is held until it is over', () => {
    const { first, end, left, figures, wire } = story(BLIND, [], conf);
    expect([end, first.lost, first.dropped, left]).toEqual(['connected', false, false, NOTHING]);
    expect(at(first, 'sentOn') - Math.round(first.answeredAt / SECOND)).toBe(5);
    expect(talked(first)).toBeGreaterThanOrEqual(65);
    expect(figures).toMatchObject({ sentOn: 1, byCaller: 1, connected: 1 });
    const hangsUp = wire.all('HANGUP').find(({ at: when }) => when >= first.endedAt / SECOND - 0.001)!;
    expect([hangsUp.from, hangsUp.at - first.endedAt / SECOND < 0.1]).toEqual([GATEWAY, true]);
  });

  it('is on hold while the colleague is asked, and then joined with the colleague', () => {
    const { first, consultation, end, left } = story(ATTENDED, [], conf);
    expect([end, first.lost, consultation!.lost, left]).toEqual(['connected', false, false, NOTHING]);
    expect(at(first, 'held')).toBeLessThan(at(first, 'joined'));
    expect(talked(first)).toBeGreaterThan(70);
  });
});

describe('such a call', () => {
  it('ends when the person on hold gives up: the caller hears it from the gateway', () => {
    const { first, end, left } = story(sends({ attended: '100%', patience: '8s' }));
    expect([end, talked(first), left]).toEqual(['abandoned', 13, NOTHING]);
  });

  it('ends when the colleague loses the power, and outlives the phone of the caller', () => {
    const dead = story(BLIND, off('1003'));
    expect([dead.first.dropped, Math.round(dead.first.endedAt / SECOND), dead.left]).toEqual([true, 50, NOTHING]);
    const alive = story(BLIND, off('1001'));
    expect([alive.first.dropped, alive.end, alive.left]).toEqual([false, 'connected', NOTHING]);
  });

  it.each([
    ['gateway1', { crash: 'gateway1' }],
    ['regpbx1', { crash: 'regpbx1' }],
    ['a span of gateway1', { spanDown: { server: 'gateway1', group: 'g1', spans: 1 } }],
  ])('is cut afterwards when %s fails', (_, fault) => {
    const { first, end, left } = story(BLIND, [{ at: '50s', ...fault }]);
    expect([end, first.dropped, Math.round(first.endedAt / SECOND), left]).toEqual(['connected', true, 50, NOTHING]);
  });

  it('is parked by the caller: the person in the PSTN is in a slot, and hangs up when nobody comes', () => {
    const park = { by: 'caller', after: '5s', fetchProbability: '0%', patience: '20s' };
    const { first, left } = story({ park });
    expect(at(first, 'parked') - Math.round(first.answeredAt / SECOND)).toBe(5);
    expect([talked(first), left]).toEqual([25, NOTHING]);
  });
});

it('a person in the PSTN who was called sends nobody on', () => {
  const { first } = story({ transfer: { by: 'callee', to: 'c', after: '5s' } });
  expect([talked(first), first.events.some(({ what }) => what === 'sendsOn')]).toEqual([60, false]);
});
