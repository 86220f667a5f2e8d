import { cut } from '../arguments.ts';
import type { Channel } from '../dialplanChannel.ts';
import { PosixRegex } from '../expressions/posixRegex.ts';
import type { Thread } from '../channelThread.ts';
import type { FunctionFamily, WriterFamily } from './functionCode.ts';

/**
 * Groups of channels, with which plans count calls. A channel is in one group of each category. Sources:
 * func_groupcount.c, app.c of 1.2.6 and 16.28.0.
 */
export const GROUPS: FunctionFamily = {
  GROUP: (thread, args) => own(thread, args),
  GROUP_COUNT(thread, args) {
    const [group, category = ''] = cut(args, '@');
    return String(count(thread, group === '' ? own(thread, category) : group, category));
  },
  GROUP_MATCH_COUNT(thread, args) {
    const [group, category = ''] = cut(args, '@');
    return group === '' ? '' : String(countMatching(thread, group, category));
  },
  GROUP_LIST: ({ channel }) =>
    [...channel.groups].map(([category, group]) => (category === '' ? group : `${group}@${category}`)).join(' '),
};

export const GROUP_WRITERS: WriterFamily = {
  GROUP: (thread, category, value) => enter(thread, category === '' ? value : `${value}@${category}`),
};

/** `group[@category]`; an empty group leaves it. */
export function enter({ channel }: Thread, text: string): void {
  const [group, category = ''] = cut(text, '@');
  const key = keyOf(channel, category);
  if (key !== undefined) channel.groups.delete(key);
  if (group !== '') channel.groups.set(category, group);
}

/** Channels of this server in that group. 16 without a category: of any; 1.2: of none. */
export function count(thread: Thread, group: string, category: string): number {
  const wanted = group.toLowerCase();
  return group === '' ? 0 : memberships(thread, category).filter((it) => it.toLowerCase() === wanted).length;
}

export function countMatching(thread: Thread, expression: string, category: string): number {
  const regex = PosixRegex.of(expression);
  if (regex === undefined) return 0;
  if (thread.dialect === '1.2' || category === '')
    return memberships(thread, category).filter((it) => regex.matches(it)).length;
  // 16 takes the category for an expression as well (app.c:ast_app_group_match_get_count).
  const categories = PosixRegex.of(category);
  return all(thread).filter(([named, it]) => named !== '' && categories?.matches(named) === true && regex.matches(it))
    .length;
}

/** 16 without a category: the channel's first group, of whatever category. */
export function own({ channel, dialect }: Thread, category: string): string {
  if (category === '' && dialect === '16') return [...channel.groups][0]?.[1] ?? '';
  return channel.groups.get(keyOf(channel, category) ?? '') ?? '';
}

function memberships(thread: Thread, category: string): string[] {
  const wanted = category.toLowerCase();
  const any = category === '' && thread.dialect === '16';
  return all(thread)
    .filter(([named]) => any || named.toLowerCase() === wanted)
    .map(([, group]) => group);
}

function all(thread: Thread): (readonly [category: string, group: string])[] {
  return [...thread.owner.all()].flatMap((channel) => [...channel.groups]);
}

function keyOf({ groups }: Channel, category: string): string | undefined {
  const wanted = category.toLowerCase();
  return [...groups].find(([named]) => named.toLowerCase() === wanted)?.[0];
}
