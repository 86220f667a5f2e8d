import type { ServerId } from '../../model/ids.ts';
import type { ClusterParts } from '../../model/composition.ts';
import type { ChannelRow, Leg } from '../../model/server/channels/channelRows.ts';
import { printf } from './printf.ts';

const FORMAT = '%-20.20s %-20.20s %-7.7s %-30.30s';

/** `show channels`: those that run the plan, and the legs that they have dialled. */
export function showChannels(parts: ClusterParts, server: ServerId): string[] {
  const lines: string[] = [];
  let calls = 0;
  let channels = 0;
  parts.channelTable.rows.each((row) => {
    if (row.server !== server) return;
    calls++;
    channels++;
    lines.push(channelLine(parts, row));
    for (const id of row.dial?.legs ?? []) {
      const leg = parts.legs.get(id);
      if (leg === undefined || leg.state === 'ended') continue;
      channels++;
      lines.push(legLine(leg, row, parts.rules.dialect === '1.2'));
    }
  });
  const plural = (count: number, word: string): string => `${count} active ${word}${count === 1 ? '' : 's'}`;
  return [
    printf(FORMAT, 'Channel', 'Location', 'State', 'Application(Data)').trimEnd(),
    ...lines,
    plural(channels, 'channel'),
    plural(calls, 'call'),
  ];
}

function channelLine({ machines }: ClusterParts, row: ChannelRow): string {
  const channel = machines[row.server]!.get(row.id);
  const location = channel === undefined ? '(None)' : `${channel.exten}@${channel.context}:${channel.priority}`;
  const isPlainDial = channel !== undefined && channel.found.bySwitch === '';
  const application =
    row.dial !== undefined && !isPlainDial
      ? `Dial(${row.dial.request.targets.map((target) => `${target.tech}/${target.resource}`).join('&')})`
      : channel === undefined || channel.found.application === ''
        ? '(None)'
        : `${channel.found.application}(${channel.args})`;
  return printf(FORMAT, row.name, location, row.answered ? 'Up' : 'Ring', application).trimEnd();
}

/** res_features.c 1.2:ast_bridge_call renames the leg's application; 16 does not. */
function legLine(leg: Leg, row: ChannelRow, renames: boolean): string {
  const state = leg.state === 'answered' ? 'Up' : leg.state === 'ringing' ? 'Ringing' : 'Down';
  return printf(
    FORMAT,
    leg.name,
    '(None)',
    state,
    leg.state === 'answered' && renames ? `Bridged Call(${row.name})` : 'AppDial((Outgoing Line))',
  ).trimEnd();
}
