import { splitArguments } from '../arguments.ts';
import { PENDING, type ContactView, type Pending } from '../services.ts';
import type { Thread } from '../channelThread.ts';
import type { FunctionFamily } from './functionCode.ts';

/** Sources: channels/pjsip/dialplan_functions.c, func_pjsip_aor.c, func_pjsip_contact.c, func_pjsip_endpoint.c of 22.10.1. */
export const PJSIP: FunctionFamily = {
  /** PJSIP_DIAL_CONTACTS(endpoint[,aor[,user]]): what Dial takes to call each contact that answers. */
  PJSIP_DIAL_CONTACTS(thread, args) {
    const [endpoint = '', , user = ''] = splitArguments(args, thread.dialect, 3);
    const contacts = contactsOf(thread, endpoint);
    if (contacts === PENDING) return PENDING;
    const name = user === '' ? endpoint : `${user}@${endpoint}`;
    return contacts
      .filter(({ status }) => status !== 'unavailable')
      .map(({ uri }) => `PJSIP/${name}/${uri}`)
      .join('&');
  },
  /** PJSIP_AOR(name,field): `contact` is the list of its contacts by their names. */
  PJSIP_AOR(thread, args) {
    const [name = '', field = ''] = splitArguments(args, thread.dialect, 2);
    const contacts = contactsOf(thread, name);
    if (contacts === PENDING) return PENDING;
    return field.toLowerCase() === 'contact' ? contacts.map(({ id }) => id).join(',') : '';
  },
  /** PJSIP_CONTACT(name,field) */
  PJSIP_CONTACT(thread, args) {
    const [name = '', field = ''] = splitArguments(args, thread.dialect, 2);
    const contacts = contactsOf(thread, name.split(';@')[0]!);
    if (contacts === PENDING) return PENDING;
    const contact = contacts.find(({ id }) => id === name);
    return contact === undefined ? '' : fieldOf(contact, field.toLowerCase());
  },
};

function contactsOf(thread: Thread, account: string): readonly ContactView[] | Pending {
  const found = thread.contacts(account);
  return found === PENDING ? PENDING : found.contacts;
}

/** pjsip_options.c: status_map */
const STATUS: Readonly<Record<ContactView['status'], string>> = {
  available: 'Reachable',
  unavailable: 'Unreachable',
  unknown: 'Unknown',
  notQualified: 'NonQualified',
};

function fieldOf({ uri, until, server, endpoint, status }: ContactView, field: string): string {
  switch (field) {
    case 'uri':
      return uri;
    case 'expiration_time':
      return String(until);
    case 'reg_server':
      return server;
    case 'endpoint':
      return endpoint;
    case 'status':
      return STATUS[status];
    default:
      return '';
  }
}
