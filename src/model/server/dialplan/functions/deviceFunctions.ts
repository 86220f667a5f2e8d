import { cut, splitArguments } from '../arguments.ts';
import { PENDING, type Pending } from '../services.ts';
import type { Thread } from '../channelThread.ts';
import type { FunctionFamily, WriterFamily } from './functionCode.ts';

/** AST_DEVICE_* by number, as DEVICE_STATE() names them (devicestate.c). */
const NAMES = [
  'UNKNOWN',
  'NOT_INUSE',
  'INUSE',
  'BUSY',
  'INVALID',
  'UNAVAILABLE',
  'RINGING',
  'RINGINUSE',
  'ONHOLD',
] as const;
type State = (typeof NAMES)[number];

/** Where func_devstate.c keeps what a plan sets. */
const FAMILY = 'CustomDevstate';

/** Sources: func_devstate.c, func_extstate.c, pbx.c of 16.28.0. */
export const DEVICE_FUNCTIONS: FunctionFamily = {
  DEVICE_STATE: (thread, args) => stateOf(thread, args),
  /** EXTENSION_STATE(extension[@context]) */
  EXTENSION_STATE(thread, args) {
    const [exten, context = ''] = cut(args, '@');
    const hint = thread.plan.hint(context === '' ? 'default' : context, exten);
    if (hint === undefined) return 'UNKNOWN';
    const states: State[] = [];
    for (const device of devicesOf(hint)) {
      const state = stateOf(thread, device);
      if (state === PENDING) return PENDING;
      states.push(state);
    }
    return extensionState(states);
  },
  /** HINT(extension[@context][,n]): its devices; nobody has a name here. */
  HINT(thread, args) {
    const [place = '', options = ''] = splitArguments(args, thread.dialect, 2);
    const [exten, context = ''] = cut(place, '@');
    if (options.includes('n')) return '';
    return thread.plan.hint(context === '' ? 'default' : context, exten) ?? '';
  },
};

export const DEVICE_WRITERS: WriterFamily = {
  DEVICE_STATE(thread, device, value) {
    const [kind, name] = cut(device, ':');
    const state = NAMES.find((known) => known === value.trim().toUpperCase());
    if (kind.toLowerCase() !== 'custom' || name === undefined || state === undefined || state === 'UNKNOWN') return;
    return thread.astdb('write', (db) => db.put(FAMILY, name, state)) === PENDING ? PENDING : undefined;
  },
};

function stateOf(thread: Thread, device: string): State | Pending {
  const [kind, name] = cut(device, ':');
  if (name !== undefined && kind.toLowerCase() === 'custom') {
    const found = thread.astdb('read', (db) => db.get(FAMILY, name) ?? 'UNKNOWN');
    return found as State | Pending;
  }
  const [tech, resource] = cut(device, '/');
  if (resource === undefined) return 'INVALID';
  const state = thread.deviceState({ tech: tech.trim(), resource });
  return state === PENDING ? PENDING : (NAMES[state.deviceState] ?? 'UNKNOWN');
}

/** `SIP/1001&Custom:night`; the text after a comma is about presence. */
function devicesOf(hint: string): string[] {
  return cut(hint, ',')[0].split('&');
}

/** devicestate.c:ast_devstate_aggregate_result, pbx.c:ast_devstate_to_extenstate */
function extensionState(states: readonly State[]): string {
  const some = (...wanted: readonly State[]): boolean => states.some((state) => wanted.includes(state));
  const every = (...wanted: readonly State[]): boolean => states.every((state) => wanted.includes(state));
  if (some('RINGINUSE') || (some('RINGING') && some('INUSE', 'BUSY'))) return 'RINGINUSE';
  if (some('RINGING')) return 'RINGING';
  if (every('INVALID', 'UNAVAILABLE')) return 'UNAVAILABLE';
  if (every('BUSY')) return 'BUSY';
  if (every('ONHOLD')) return 'ONHOLD';
  return some('INUSE', 'BUSY', 'ONHOLD') ? 'INUSE' : 'NOT_INUSE';
}
