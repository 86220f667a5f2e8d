import { asLoaded, splitArguments } from '../../model/server/dialplan/arguments.ts';
import { LONGEST_ARGS } from '../../model/server/dialplan/substitution.ts';
import { iaxHostOf } from '../../model/server/iax2/address.ts';
import { parsePjsipDial, parseSipUri } from '../../model/server/pjsip/pjsipDial.ts';
import { parseSipDial } from '../../model/server/sip/dialString.ts';
import { mayBeHost, withoutSecret } from '../../text/dialText.ts';
import { fill } from '../../text/fill.ts';
import type { Place } from '../../text/place.ts';
import { lastValue, otherSections, type Conf } from '../conf/sections.ts';
import type { Parts } from '../serverParts.ts';

type Technology = 'SIP' | 'PJSIP' | 'IAX2';

/** A section to whose host calls go, or a host that is dialled by its address. */
export interface Trunk {
  /** `[provider]`, or as it is dialled: `SIP/203.0.113.5`. */
  readonly label: string;
  /** Empty: it is dialled by its address. */
  readonly section: string;
  readonly host: string;
  readonly tech: Technology;
  readonly place: Place;
}

/** type=identify of pjsip.conf: an address that an endpoint is known by. */
export interface Identify {
  readonly endpoint: string;
  readonly match: string;
  readonly place: Place;
}

/** A peer or an endpoint that is called by its name. */
export interface Called {
  readonly tech: Technology;
  /** `Dial(PJSIP/${EXTEN}@trunk)` */
  readonly written: string;
  readonly name: string;
  readonly place: Place;
}

/** Hosts, peers and endpoints that the files of a server name, for who knows the whole cluster. */
export interface Named {
  readonly trunks: readonly Trunk[];
  readonly identifies: readonly Identify[];
  readonly called: readonly Called[];
}

export function hostsNamed(parts: Parts): Named {
  const dialled = devicesOf(parts).map((device) => targetOf(device, parts));
  return {
    trunks: [...sectionsWithHost(parts), ...dialled.flatMap(({ trunk }) => trunk ?? [])],
    identifies: parts.pjsip.identifies.flatMap((section) => {
      const endpoint = lastValue(section, 'endpoint')?.value ?? '';
      const matches = section.entries.filter(({ key }) => key.toLowerCase() === 'match');
      return matches.flatMap(({ value, valuePlace: place }) =>
        value.split(',').map((match) => ({ endpoint, match: match.trim(), place })),
      );
    }),
    called: dialled.flatMap(({ called }) => called ?? []),
  };
}

// ---------------------------------------------------------------- sections

function sectionsWithHost({ confs, pjsip, rules }: Parts): readonly Trunk[] {
  const iax = withHost(confs.get('iax.conf'), 'IAX2');
  if (rules.channelDriver !== 'chan_pjsip') return [...withHost(confs.get('sip.conf'), 'SIP'), ...iax];
  const contacts = pjsip.endpoints.flatMap(({ endpoint }) =>
    endpoint.aors.flatMap((aor): Trunk[] => {
      const section = pjsip.aors.find((one) => one.aor.name === aor.name)?.section;
      const [host] = aor.contacts.flatMap((uri) => parseSipUri(uri)?.host ?? []);
      if (section === undefined || host === undefined) return [];
      const { name } = endpoint;
      return [
        { label: `[${name}]`, section: name, host, tech: 'PJSIP', place: lastValue(section, 'contact')!.valuePlace },
      ];
    }),
  );
  const registrations = pjsip.registrations.flatMap((section): Trunk[] => {
    const uri = lastValue(section, 'server_uri');
    const host = parseSipUri(uri?.value ?? '')?.host;
    if (uri === undefined || host === undefined) return [];
    return [{ label: `[${section.name}]`, section: section.name, host, tech: 'PJSIP', place: uri.valuePlace }];
  });
  return [...contacts, ...registrations, ...iax];
}

function withHost(conf: Conf | undefined, tech: 'SIP' | 'IAX2'): readonly Trunk[] {
  return (conf === undefined ? [] : otherSections(conf, 'general', 'authentication')).flatMap((section) => {
    const host = lastValue(section, 'host');
    const type = lastValue(section, 'type')?.value.toLowerCase();
    if (host === undefined || (type !== 'peer' && type !== 'friend')) return [];
    if (host.value === '' || host.value.toLowerCase() === 'dynamic') return [];
    const { name } = section;
    return [{ label: `[${name}]`, section: name, host: withoutPort(host.value), tech, place: host.valuePlace }];
  });
}

export function withoutPort(host: string): string {
  return host.replace(/:\d+$/, '');
}

// ---------------------------------------------------------------- what is dialled

interface Device {
  readonly tech: Technology;
  readonly resource: string;
  readonly written: string;
  readonly place: Place;
}

const DEVICE = /^\s*(SIP|PJSIP|IAX2?)\/(\S+)\s*$/i;

/** Of the technologies that the server has: devices of Dial and ChanIsAvail, and members of queues. */
function devicesOf({ dialplan, confs, rules }: Parts): readonly Device[] {
  const { dialect } = rules;
  const globalOf = (name: string): string | undefined =>
    Object.hasOwn(dialplan.globals, name) ? dialplan.globals[name] : undefined;
  const own = rules.channelDriver === 'chan_pjsip' ? 'PJSIP' : 'SIP';
  const device = (text: string, application: string, place: Place): Device[] => {
    const [, found = '', resource = ''] = DEVICE.exec(fill(text, globalOf, LONGEST_ARGS)) ?? [];
    const tech = found.toUpperCase().startsWith('IAX') ? 'IAX2' : found.toUpperCase();
    if (tech !== 'IAX2' && tech !== own) return [];
    const shown = `${tech}/${withoutSecret(resource)}`;
    return [
      { tech, resource, place, written: application === 'member' ? `member ${shown}` : `${application}(${shown})` },
    ];
  };
  const steps = dialplan.contexts.flatMap((context) => context.steps);
  return [
    ...steps
      .filter(({ application }) => /^(?:dial|chanisavail)$/i.test(application))
      .flatMap(({ application, args, place }) => {
        const [devices = ''] = splitArguments(asLoaded(args, dialect), dialect, 4);
        return devices.split('&').flatMap((text) => device(text, application, place));
      }),
    ...(confs.get('queues.conf')?.sections ?? []).flatMap(({ entries }) =>
      entries
        .filter(({ key }) => key.toLowerCase() === 'member')
        .flatMap(({ value, valuePlace }) => device(value.split(/[,|]/)[0]!, 'member', valuePlace)),
    ),
  ];
}

/** A name that a call only knows while it runs is neither. */
function targetOf(device: Device, { rules }: Parts): { readonly trunk?: Trunk; readonly called?: Called } {
  const { tech, resource, written, place } = device;
  if (tech === 'PJSIP') {
    const { endpoint: name, location } = parsePjsipDial(resource, () => false);
    const host = parseSipUri(location)?.host ?? '';
    return {
      ...(host === '' || host.includes('$')
        ? {}
        : { trunk: { label: `PJSIP/${name}/sip:${host}`, section: '', host, tech, place } }),
      ...(name === '' || name.includes('$') ? {} : { called: { tech, written, name, place } }),
    };
  }
  const host = tech === 'IAX2' ? iaxHostOf(resource) : parseSipDial(resource, rules.dialect).host.split('/')[0]!;
  const name = withoutPort(host);
  if (name === '' || /[${}]/.test(name)) return {};
  if (mayBeHost(name)) return { trunk: { label: `${tech}/${name}`, section: '', host: name, tech, place } };
  return { called: { tech, written, name, place } };
}
