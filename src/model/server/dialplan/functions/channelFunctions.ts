import { SECOND, type Micros } from '../../../../kernel/units.ts';
import { splitArguments } from '../arguments.ts';
import { callerId } from '../callerId.ts';
import type { Thread } from '../channelThread.ts';
import type { FunctionCode, FunctionFamily, WriterFamily } from './functionCode.ts';
import { epochOf, formatTime } from './times.ts';

/** Sources: func_channel.c, func_cdr.c, cdr.c of 16.28.0; func_cdr.c, func_language.c, func_moh.c of 1.2.6. */
export const CHANNEL_FUNCTIONS: FunctionFamily = {
  CHANNEL: (thread, args) => channelItem(thread, args.trim().toLowerCase()),
  CDR: (thread, args) => cdrField(thread, args),
  LANGUAGE: property('language'),
  MUSICCLASS: property('musicclass'),
};

export const CHANNEL_WRITERS: WriterFamily = {
  CHANNEL(thread, args, value) {
    const item = args.trim().toLowerCase();
    if (WITH_EFFECT.test(item)) thread.notModelled(`function CHANNEL(${item})`);
    else thread.channel.properties.set(item, value);
  },
  CDR(thread, args, value) {
    const [field = ''] = splitArguments(args, thread.dialect, 2);
    const { properties, cdr } = thread.channel;
    if (field.toLowerCase() === 'accountcode') properties.set('accountcode', value);
    else if (!READ_ONLY.has(field.toLowerCase())) cdr.set(field.toLowerCase(), value);
  },
  LANGUAGE: (thread, _, value) => void thread.channel.properties.set('language', value),
  MUSICCLASS: (thread, _, value) => void thread.channel.properties.set('musicclass', value),
};

/** A value set with these is later run, which is not modelled. */
export const WITH_EFFECT = /^(hangup_handler_(push|pop|wipe)|after_bridge_goto)$/;

/** Of a channel that nothing has changed. */
const PROPERTIES: ReadonlyMap<string, string> = new Map([
  ['language', 'en'],
  ['musicclass', 'default'],
  ['amaflags', '3'],
  ['max_forwards', '20'],
  ['tonezone', ''],
  ['accountcode', ''],
  ['peeraccount', ''],
  ['userfield', ''],
  ['parkinglot', ''],
  ['hangupsource', ''],
  ['callgroup', ''],
  ['pickupgroup', ''],
  ['namedcallgroup', ''],
  ['namedpickupgroup', ''],
]);

function property(item: string): FunctionCode {
  return ({ channel }) => channel.properties.get(item) ?? PROPERTIES.get(item) ?? '';
}

function channelItem(thread: Thread, item: string): string {
  const { channel, services } = thread;
  const [technology = '', rest = ''] = channel.name.split('/');
  switch (item) {
    case 'name':
      return channel.name;
    case 'uniqueid':
    case 'linkedid':
      return channel.uniqueId;
    case 'channeltype':
      return technology;
    case 'peername':
      return rest.replace(/-[^-]*$/, '');
    case 'state':
      return services.isAnswered(channel.id) ? 'Up' : 'Ring';
    case 'exten':
      return channel.exten;
    case 'context':
      return channel.context;
    default: {
      const known = channel.properties.get(item) ?? PROPERTIES.get(item);
      if (known === undefined) thread.notModelled(`function CHANNEL(${item})`);
      return known ?? '';
    }
  }
}

/** Fields of the record that a plan cannot set (cdr.c:cdr_readonly_vars). */
const READ_ONLY: ReadonlySet<string> = new Set(
  'clid src dst dcontext channel dstchannel lastapp lastdata start answer end duration billsec disposition amaflags uniqueid linkedid sequence'.split(
    ' ',
  ),
);

/** CDR(field[,options]); `u` gives times and the disposition as they are kept. */
function cdrField(thread: Thread, args: string): string {
  const [name = '', options = ''] = splitArguments(args, thread.dialect, 2);
  const { channel, sim } = thread;
  const raw = options.includes('u');
  const isUp = channel.answeredAt >= 0;
  const time = (at: Micros): string =>
    raw ? `${epochOf(at)}.${String(at % SECOND).padStart(6, '0')}` : formatTime(epochOf(at), '%Y-%m-%d %H:%M:%S');
  const field = name.trim().toLowerCase();
  switch (field) {
    case 'clid':
      return callerId(thread, 'all');
    case 'src':
      return callerId(thread, 'num');
    case 'dst':
      return channel.macroExten === '' ? channel.exten : channel.macroExten;
    case 'dcontext':
      return channel.macroContext === '' ? channel.context : channel.macroContext;
    case 'channel':
      return channel.name;
    case 'lastapp':
      return channel.found.application;
    case 'lastdata':
      return channel.args;
    case 'start':
      return time(channel.startedAt);
    case 'answer':
      return isUp ? time(channel.answeredAt) : raw ? '0.000000' : '';
    case 'end':
      return raw ? '0.000000' : '';
    case 'duration':
      return String(Math.floor((sim.now - channel.startedAt) / SECOND));
    case 'billsec':
      return isUp ? String(Math.floor((sim.now - channel.answeredAt) / SECOND)) : '0';
    case 'disposition':
      return disposition(thread, raw);
    case 'amaflags':
      return raw ? '3' : 'DOCUMENTATION';
    case 'accountcode':
      return channel.properties.get('accountcode') ?? '';
    case 'uniqueid':
    case 'linkedid':
      return channel.uniqueId;
    default:
      return channel.cdr.get(field) ?? '';
  }
}

/** cdr.h:ast_cdr_disposition */
function disposition(thread: Thread, raw: boolean): string {
  if (thread.channel.answeredAt >= 0) return raw ? '8' : 'ANSWERED';
  const status = thread.get('DIALSTATUS');
  if (status === 'BUSY') return raw ? '2' : 'BUSY';
  if (status === 'CHANUNAVAIL') return raw ? '4' : 'FAILED';
  if (status === 'CONGESTION')
    return raw ? (thread.dialect === '16' ? '5' : '4') : thread.dialect === '16' ? 'CONGESTION' : 'FAILED';
  return raw ? '1' : 'NO ANSWER';
}
