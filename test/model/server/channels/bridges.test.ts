import { expect, it } from 'vitest';
import { Signal } from '../../../../src/kernel/signal.ts';
import type { CallId } from '../../../../src/model/ids.ts';
import type { Audio } from '../../../../src/model/people/audio.ts';
import { Bridges, type BridgesParts } from '../../../../src/model/server/channels/bridges.ts';
import type { ChannelRow, Leg } from '../../../../src/model/server/channels/channelRows.ts';
import { wordingOf } from '../../../../src/model/server/channels/consoleLines.ts';
import { rulesOf } from '../../../../src/model/rules.ts';

const ROW = { id: 1, server: 0, call: 7, side: 'sip', phone: 3, name: 'SIP/1001-1', answered: true };
const LEG = { id: 2, server: 0, kind: 'sip', phone: 4, name: 'SIP/1002-2', directMedia: true, byPeer: true };

/** A bridge alone: what it says at the console, to the caller, and of the state of devices. */
function bridged(row: Partial<ChannelRow>, leg: Partial<Leg>, options = '', directMedia = true) {
  const heard: Audio[] = [];
  const lines: string[] = [];
  const changes: unknown[] = [];
  const audio = new Signal<[call: CallId, audio: Audio]>('audio');
  audio.receive((_, what) => void heard.push(what));
  const parts = {
    devices: {
      directMedia: (_: number, phone: number) => directMedia && phone === 3,
      stateChanges: (_: number, phone: number) => void changes.push(phone),
    },
    stories: { note: () => {} },
    audio,
    side: { answer: () => void changes.push('answer') },
    console: { say: (_: number, line: () => string) => void lines.push(line()) },
    wording: wordingOf(rulesOf('asterisk-16')),
  };
  const bridges = new Bridges(parts as unknown as BridgesParts);
  const [channel, other] = [{ ...ROW, ...row } as ChannelRow, { ...LEG, ...leg } as Leg];
  bridges.begin(channel, other, options);
  return { heard: heard[0]!, lines, changes, bridges, channel, other };
}

it.each([
  ['two phones with direct media', {}, {}, 'm', true, true],
  ['an option that hears keys keeps it', {}, {}, 'tm', true, false],
  ['the phone of the caller has none', {}, {}, '', false, false],
  ['the called phone has none', {}, { directMedia: false }, '', true, false],
  ['the caller comes over IAX2', { side: 'iax' }, {}, '', true, false],
  ['the leg goes over IAX2', {}, { kind: 'iax' }, '', true, false],
] as const)('media between the phones themselves: %s', (_, row, leg, options, directMedia, native) => {
  expect(bridged(row, leg, options, directMedia).heard).toMatchObject({ kind: 'bridged', server: 0, native });
});

it.each([
  ['a phone by its registration', {}, {}, { way: 'local', person: true, phone: 4 }],
  ['a phone by its address', {}, { byPeer: false }, { way: 'direct', person: true, phone: 4 }],
  ['another server', {}, { kind: 'iax', toServer: true }, { way: 'otherServer', person: false, phone: -1 }],
  ['another server over SIP', {}, { toServer: true }, { way: 'otherServer', person: false, phone: 4 }],
  ['a trunk', {}, { kind: 'trunk' }, { way: 'pstn', person: true, phone: -1 }],
  ['a Local channel', {}, { kind: 'local' }, { way: undefined, person: false, phone: -1 }],
  ['a phone, for a caller of another server', { fromServer: true }, {}, { way: undefined, person: true, phone: 4 }],
] as const)('what the caller has reached: %s', (_, row, leg, heard) => {
  expect(bridged(row, leg).heard).toMatchObject(heard);
});

it('devices change their state before the caller is answered, each once', () => {
  expect(bridged({ answered: false }, { inUse: true }).changes).toEqual([4, 3, 'answer']);
  expect(bridged({}, {}).changes).toEqual(['answer']);
  expect(bridged({ side: 'iax', answered: false }, {}).changes).toEqual(['answer']);
});

it('its end names the side first that has ended it', () => {
  const { bridges, channel, other, lines } = bridged({}, {});
  const before = lines.length;
  bridges.end(channel, { ...other, state: 'ended' });
  bridges.end(channel, { ...other, state: 'answered' });
  bridges.end(channel, undefined);
  expect(lines.slice(before).map((line) => line.match(/SIP\/100\d/g))).toEqual([
    ['SIP/1002', 'SIP/1001'],
    ['SIP/1001', 'SIP/1002'],
  ]);
});
