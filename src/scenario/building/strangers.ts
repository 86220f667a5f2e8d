import type { PhoneConfig, Phones, ServerConfig } from '../../model/config.ts';
import type { PhoneContext } from '../../asterisk/index.ts';
import type { Rules } from '../../model/rules.ts';
import type { Reading } from '../reading/reader.ts';
import type { Path } from '../reading/tree.ts';

/**
 * Phones that a server at which they register, at once or when their own fails, has no section for, and no database: it
 * refuses them.
 */
export function warnOfStrangers(
  servers: readonly ServerConfig[],
  phones: Phones,
  { channelDriver }: Pick<Rules, 'channelDriver'>,
  reading: Reading,
  contexts: readonly (PhoneContext | undefined)[],
): void {
  const isPjsip = channelDriver === 'chan_pjsip';
  const known = servers.map(({ sip, pjsip }) => {
    if (isPjsip) return pjsip.stores.endpoint.realtime ? undefined : namesOf(pjsip.endpoints);
    return sip.realtime ? undefined : namesOf(sip.staticPeers);
  });
  if (known.every((names) => names === undefined)) return;
  const isStranger = (phone: PhoneConfig, server: number): boolean =>
    phone.credentials === 'right' && known[server]?.has(phone.number) === false;
  const file = isPjsip ? 'an endpoint in the pjsip.conf' : 'a section in the sip.conf';
  const say = (strangers: readonly PhoneConfig[], server: number, path: Path, what: string): void => {
    const [{ number }] = strangers as [PhoneConfig];
    const count =
      strangers.length === 1 ? `phone ${number} lacks` : `${strangers.length} phones, such as ${number}, lack`;
    reading.risk('notInFile', path, `${count} ${file} of ${servers[server]!.name}${what}; ${remedy(server)}`);
  };
  /** A file that has some of the phones is complete: the scenario makes sections where it has none. */
  const remedy = (server: number): string => {
    const other = phones.find(
      (phone) => (phone.home === server || phone.backup.includes(server)) && known[server]!.has(phone.number),
    );
    if (other === undefined) return `"static: yes" gives each phone one${placed(server)}`;
    return `each phone needs one, as ${other.number} has it there`;
  };
  /** Sections that the scenario makes know no template: their calls begin where [general], or the rows, say. */
  const placed = (server: number): string => {
    const { name, sip, pjsip } = servers[server]!;
    const [own, of] = [isPjsip ? pjsip.row.context : sip.context, contexts[server]];
    if (of === undefined || of.context === own) return '';
    return `, whose calls begin in [${own}]; those of [${of.section}] in its files begin in [${of.context}], as these do with "context: ${of.context}" at the server ${name}`;
  };
  for (const [group, members] of grouped(phones)) {
    const atHome = members.filter((phone) => isStranger(phone, phone.home));
    if (atHome.length > 0) say(atHome, atHome[0]!.home, ['phones', group], ': every registration is refused');
    const atBackup = members.filter((phone) => !atHome.includes(phone) && isStranger(phone, phone.backup[0] ?? -1));
    if (atBackup.length > 0)
      say(
        atBackup,
        atBackup[0]!.backup[0]!,
        ['phones', group, 'backup'],
        `, which refuses what registers there when ${servers[atBackup[0]!.home]!.name} fails`,
      );
  }
}

function grouped(phones: Phones): ReadonlyMap<string, readonly PhoneConfig[]> {
  const groups = new Map<string, PhoneConfig[]>();
  for (const phone of phones) {
    const group = groups.get(phone.group);
    if (group === undefined) groups.set(phone.group, [phone]);
    else group.push(phone);
  }
  return groups;
}

function namesOf(sections: readonly { readonly name: string }[]): ReadonlySet<string> {
  return new Set(sections.map(({ name }) => name));
}
