import type { ClusterParts } from '../../model/composition.ts';
import { MILLISECOND } from '../../kernel/units.ts';
import type { ServerId } from '../../model/ids.ts';
import type { ContactView } from '../../model/server/dialplan/services.ts';
import { ONLINE } from '../../model/server/registrar/sipPeers.ts';
import { printf } from './printf.ts';

/** An account as its server sees it. */
interface Shown {
  readonly number: string;
  readonly isOnline: boolean;
  readonly inUse: number;
  readonly contacts: readonly ContactView[];
  readonly maxContacts: number;
}

/** Accounts that the server can read, by name: of the database all phones are. */
function accounts(parts: ClusterParts, server: ServerId): readonly Shown[] {
  const { config, devices, driverTables, peers } = parts;
  const phones = config.phones
    .map(({ number, account }, index) => ({ number, account, row: peers.find(server, index as never) }))
    .filter(({ account }) => account === undefined)
    .map(({ number, row }) => {
      const device = devices.parse(server, number);
      return {
        number,
        isKnown: devices.state(server, device) !== 4,
        isOnline: peers.has(row, ONLINE),
        inUse: row < 0 ? 0 : peers.inUse.get(row),
        contacts: driverTables.contacts(server, device),
        maxContacts: maxContacts(parts, server, number),
      };
    })
    .filter(({ isKnown }) => isKnown);
  return [...phones, ...trunks(parts, server)].sort((a, b) => (a.number < b.number ? -1 : 1));
}

/** Endpoints of pjsip.conf that are no phone's: with the contacts of their AORs, and with those that registered. */
function trunks({ config, driverTables }: ClusterParts, server: ServerId): readonly Shown[] {
  const phones = new Set(config.phones.map(({ number }) => number));
  return config.servers[server]!.pjsip.endpoints.filter(({ name }) => !phones.has(name)).map(({ name, aors }) => {
    const contacts = driverTables.trunkContacts(server, name);
    const isOnline = contacts.some(({ status }) => status !== 'unavailable');
    return { number: name, isOnline, inUse: 0, contacts, maxContacts: aors[0]?.maxContacts ?? 0 };
  });
}

const CONTACT = '  Contact:  %-44.44s %-10.10s %-11.11s %8s';

/** pjsip_options.c: short_status_map */
const STATUS: Readonly<Record<ContactView['status'], string>> = {
  available: 'Avail',
  unavailable: 'Unavail',
  unknown: 'Unknown',
  notQualified: 'NonQual',
};

/** Of the sum in its name the first ten digits are shown (location.c:cli_contact_print_body). */
function contactLine({ uri, id, status, roundTrip }: ContactView): string {
  const [aor = '', sum = ''] = id.split(/;@|@@/);
  return printf(
    CONTACT,
    `${aor}/${uri}`,
    sum.slice(0, 10),
    STATUS[status],
    roundTrip < 0 ? 'nan' : (roundTrip / MILLISECOND).toFixed(3),
  );
}

/** `pjsip show contacts` (pjsip_configuration.c, location.c: cli_contact_print_body). */
export function showContacts(parts: ClusterParts, server: ServerId): string[] {
  const lines = accounts(parts, server).flatMap((account) => account.contacts.map(contactLine));
  return [
    '  Contact:  <Aor/ContactUri..............................> <Hash....> <Status> <RTT(ms)..>',
    `${'='.repeat(90)}`,
    '',
    ...lines,
    '',
    `Objects found: ${lines.length}`,
    '',
  ];
}

/** `pjsip show aors` */
export function showAors(parts: ClusterParts, server: ServerId): string[] {
  const all = accounts(parts, server);
  return [
    '      Aor:  <Aor..............................................>  <MaxContact>',
    '    Contact:  <Aor/ContactUri............................> <Hash....> <Status> <RTT(ms)..>',
    `${'='.repeat(90)}`,
    '',
    ...all.flatMap((account) => [
      printf('      Aor:  %-52.52s %8d', account.number, account.maxContacts),
      ...account.contacts.map((contact) => `  ${contactLine(contact)}`),
    ]),
    '',
    `Objects found: ${all.length}`,
    '',
  ];
}

const ENDPOINT_HEAD = [
  ' Endpoint:  <Endpoint/CID.....................................>  <State.....>  <Channels.>',
  '      Aor:  <Aor............................................>  <MaxContact>',
  '    Contact:  <Aor/ContactUri............................> <Hash....> <Status> <RTT(ms)..>',
  `${'='.repeat(90)}`,
  '',
];

/** `pjsip show endpoints` */
export function showEndpoints(parts: ClusterParts, server: ServerId): string[] {
  const all = accounts(parts, server);
  return [...ENDPOINT_HEAD, ...all.flatMap(endpointLines), `Objects found: ${all.length}`, ''];
}

/** `pjsip show endpoint NAME`, without its parameters. */
export function showEndpoint(parts: ClusterParts, server: ServerId, name: string): string[] {
  const one = accounts(parts, server).find(({ number }) => number === name);
  return one === undefined ? [`Unable to find object ${name}.`, ''] : ['', ...ENDPOINT_HEAD, ...endpointLines(one), ''];
}

function endpointLines(account: Shown): string[] {
  return [
    printf(' Endpoint:  %-52.52s  %-12.12s  %d of inf', account.number, stateOf(account), account.inUse),
    printf('      Aor:  %-52.52s %8d', account.number, account.maxContacts),
    ...account.contacts.map((contact) => `  ${contactLine(contact)}`),
    '',
  ];
}

function stateOf({ isOnline, inUse }: Shown): string {
  if (!isOnline) return 'Unavailable';
  return inUse > 0 ? 'In use' : 'Not in use';
}

function maxContacts({ config }: ClusterParts, server: ServerId, number: string): number {
  const { endpoints, row } = config.servers[server]!.pjsip;
  const endpoint = endpoints.find(({ name }) => name === number) ?? row;
  return endpoint.aors[0]?.maxContacts ?? 0;
}
