import type { PhoneConfig, ServerConfig } from '../../model/config.ts';
import type { Rules } from '../../model/rules.ts';
import type { Reading } from '../reading/reader.ts';

/** Phones that the server at which they register has no section for, and no database: it refuses them. */
export function warnOfStrangers(
  servers: readonly ServerConfig[],
  phones: readonly PhoneConfig[],
  { channelDriver }: Pick<Rules, 'channelDriver'>,
  reading: Reading,
): void {
  const isPjsip = channelDriver === 'chan_pjsip';
  const known = servers.map(({ sip, pjsip }) => {
    if (isPjsip) return pjsip.stores.endpoint.realtime ? undefined : namesOf(pjsip.endpoints);
    return sip.realtime ? undefined : namesOf(sip.staticPeers);
  });
  const groups = new Map<string, PhoneConfig[]>();
  for (const phone of phones) {
    if (phone.credentials !== 'right' || known[phone.home]?.has(phone.number) !== false) continue;
    const group = groups.get(phone.group);
    if (group === undefined) groups.set(phone.group, [phone]);
    else group.push(phone);
  }
  for (const [group, strangers] of groups) {
    const [{ number, home }] = strangers as [PhoneConfig];
    const file = isPjsip ? 'pjsip.conf' : 'sip.conf';
    const count =
      strangers.length === 1 ? `phone ${number} has` : `${strangers.length} phones, such as ${number}, have`;
    reading.risk(
      ['phones', group],
      `${count} no ${isPjsip ? 'endpoint' : 'section'} in the ${file} of ${servers[home]!.name}: every registration is refused; "static: yes" gives each phone one`,
    );
  }
}

function namesOf(sections: readonly { readonly name: string }[]): ReadonlySet<string> {
  return new Set(sections.map(({ name }) => name));
}
