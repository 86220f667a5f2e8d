import type { AccountRegistration } from '../../model/config/accountRegistration.ts';
import { didYouMean } from '../../text/nearest.ts';
import type { Identity, NamedServer } from '../identify.ts';
import { quote, type Remarks } from '../remarks.ts';

interface Member {
  readonly identity: Identity;
  readonly read: NamedServer['read'];
}

/** A section that a server may register for, or does not. */
interface Section {
  readonly name: string;
  readonly host: string;
  readonly secret: string;
}

/**
 * `register =>`: at another server of the scenario there must be a section of that name, with `host=dynamic` and the same
 * secret (chan_sip.c, chan_iax2.c:register_verify). Of a provider nothing is known, and nobody answers.
 */
export function reviewAccounts(members: readonly Member[], remarks: Remarks): void {
  for (const { read } of members) {
    for (const account of read.sip.registers ?? []) reviewAccount(account, 'sip.conf', read, members, remarks);
    for (const account of read.iax.registers ?? []) reviewAccount(account, 'iax.conf', read, members, remarks);
  }
}

function reviewAccount(
  { userName, secret, host, place }: AccountRegistration,
  file: 'sip.conf' | 'iax.conf',
  read: Member['read'],
  members: readonly Member[],
  remarks: Remarks,
): void {
  const address = file === 'sip.conf' ? (read.sip.fixedPeers.find(({ name }) => name === host)?.host ?? host) : host;
  const other = members.find(({ identity }) => identity.address === address || identity.name === address);
  if (other === undefined) {
    remarks.note(place, `register => …@${host}: no server of the scenario has this address, and nobody answers there`);
    return;
  }
  const { name } = other.identity;
  const sections = sectionsOf(other.read, file);
  const section = sections.find((one) => one.name === userName);
  if (section === undefined)
    remarks.risk(
      'registrationRefused',
      place,
      `${name} refuses this registration: its ${file} has no section [${userName}]${didYouMean(
        userName,
        sections.map((one) => one.name),
      )}`,
    );
  else if (section.host !== 'dynamic')
    remarks.risk(
      'registrationRefused',
      place,
      `${name} refuses this registration: [${userName}] of its ${file} has host=${quote(section.host)}; it needs host=dynamic`,
    );
  else if (section.secret !== '' && section.secret !== secret)
    remarks.risk(
      'registrationRefused',
      place,
      `${name} refuses this registration: [${userName}] of its ${file} has another secret`,
    );
}

function sectionsOf({ sip, iax }: Member['read'], file: 'sip.conf' | 'iax.conf'): readonly Section[] {
  if (file === 'iax.conf') return iax.peers;
  return [...sip.fixedPeers.filter(({ kind }) => kind !== 'user'), ...(sip.dynamicPeers ?? [])];
}
