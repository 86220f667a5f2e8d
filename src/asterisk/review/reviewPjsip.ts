import { lastValue } from '../conf/sections.ts';
import { quote, wholeFile, type Remarks } from '../remarks.ts';
import type { Parts } from '../serverParts.ts';
import { reviewAddresses } from './reviewAddresses.ts';

/** What reads well and will hardly do what was meant where phones are chan_pjsip's (facts, Asterisk 22). */
export function reviewPjsip(parts: Parts, contexts: ReadonlySet<string>, remarks: Remarks): void {
  if (parts.rules.channelDriver !== 'chan_pjsip') return;
  reviewTransport(parts, remarks);
  reviewSwitch(parts, remarks);
  reviewMappingTechnologies(parts, remarks);
  reviewContacts(parts, remarks);
  reviewDialContacts(parts, remarks);
  reviewQualify(parts, remarks);
  reviewEndpoints(parts, contexts, remarks);
  reviewAors(parts, remarks);
  reviewAddresses(parts, remarks);
}

/** Without a transport res_pjsip opens no socket. */
function reviewTransport({ pjsip, confs }: Parts, remarks: Remarks): void {
  const conf = confs.get('pjsip.conf');
  if (conf === undefined || pjsip.hasTransport) return;
  remarks.risk(
    'noTransport',
    wholeFile(conf.path),
    'pjsip.conf has no section of type=transport: Asterisk opens no socket for SIP, so that no phone and no server reaches it; [udp] with type=transport, protocol=udp and bind=0.0.0.0 would do',
  );
}

/** `switch => DUNDi` that calls nobody at all. */
function reviewSwitch({ dialplan, dundi: { config }, rules }: Parts, remarks: Remarks): void {
  const callsNobody = rules.switchNeedsEndpoint && config.outgoingSipTech === 'PJSIP' && config.outgoingEndpoint === '';
  for (const { kind, data, place } of dialplan.contexts.flatMap((context) => context.switches)) {
    if (kind.toLowerCase() !== 'dundi') continue;
    if (callsNobody && config.enabled)
      remarks.risk(
        'switchWithoutEndpoint',
        place,
        `switch => DUNDi/${data} completes no call at all: since 18.18 and 20.3 it needs an endpoint for every technology, and a call ends in 603 where the number was found; set outgoing_sip_tech=SIP in [general] of dundi.conf, or ask by DUNDILOOKUP()`,
      );
  }
}

/** `endpoint/sip:…`, or `number@endpoint`: an address is no endpoint (chan_pjsip.c:request). */
const PJSIP_DIALS = /^[^/]+\/sips?:|^[^/@]+@(?!\d+(?:\.\d+){3})[^/@:]+$/;

/** The function gives `SIP/…` or `PJSIP/…` as the mapping has it, and Dial finds no channel for the one, no endpoint for the other. */
function reviewMappingTechnologies({ dialplan, dundi }: Parts, remarks: Remarks): void {
  const asksByFunction = dialplan.contexts.some(({ steps }) => steps.some(({ args }) => /DUNDILOOKUP\(/.test(args)));
  if (!asksByFunction) return;
  dundi.config.mappings.forEach(({ tech, destination }, index) => {
    if (tech !== 'SIP' && !(tech === 'PJSIP' && !PJSIP_DIALS.test(destination))) return;
    const why = tech === 'SIP' ? 'there is no channel type SIP' : 'Dial takes what is before the slash for an endpoint';
    remarks.risk(
      'mappingPjsip',
      dundi.mappingPlaces[index]!,
      `DUNDILOOKUP() of others gives ${tech}/${destination}, which Dial cannot call: ${why}; PJSIP,endpoint/sip:\${NUMBER}@address would do, or PJSIP,\${NUMBER}@endpoint`,
    );
  });
}

/** The extension is made and removed by the server that makes and removes the contact, and by no other. */
function reviewContacts({ pjsip, realtime }: Parts, remarks: Remarks): void {
  if (pjsip.config.regContext === '' || realtime.contactEntry === undefined) return;
  remarks.risk(
    'sharedContacts',
    realtime.contactEntry.place,
    `contacts are in a shared table, and so [${pjsip.config.regContext}] is wrong after every failover: a phone that moves gets no extension at its new server, and a server that restarts claims every phone of the table; with contacts in the astdb (no such line) it is right`,
  );
}

function reviewDialContacts({ dialplan, realtime }: Parts, remarks: Remarks): void {
  if (realtime.contactEntry === undefined) return;
  for (const { steps } of dialplan.contexts)
    for (const { args, application, place } of steps)
      if (/^(?:gotoif|execif|gosubif)$/i.test(application) && args.includes('PJSIP_DIAL_CONTACTS('))
        remarks.risk(
          'noTestForHere',
          place,
          'PJSIP_DIAL_CONTACTS() is no test for "here" with contacts in a shared table: it finds every phone, wherever it is registered, and DUNDi is never asked',
        );
}

function reviewQualify({ pjsip }: Parts, remarks: Remarks): void {
  if (pjsip.config.regContext === '') return;
  for (const { aor, section } of pjsip.aors) {
    if (aor.qualifyFrequency === 0 || aor.contacts.length > 0) continue; // One with a contact of its own is no phone's.
    remarks.note(
      lastValue(section, 'qualify_frequency')!.place,
      `with qualify_frequency a phone is in [${pjsip.config.regContext}] only while it answers OPTIONS`,
    );
  }
}

/** max_contacts is 0 where nothing is said, and a REGISTER is refused with 403 (res_pjsip_registrar.c:register_aor). */
function reviewAors({ pjsip }: Parts, remarks: Remarks): void {
  const used = new Set(pjsip.endpoints.flatMap(({ endpoint }) => endpoint.aors.map(({ name }) => name)));
  for (const { aor, section } of pjsip.aors)
    if (aor.maxContacts === 0 && aor.contacts.length === 0 && used.has(aor.name))
      remarks.risk(
        'nobodyMayRegister',
        section.place,
        `nobody may register at the AOR ${quote(aor.name)}, and it has no contact of its own: max_contacts is 0`,
      );
}

function reviewEndpoints({ pjsip, confs }: Parts, contexts: ReadonlySet<string>, remarks: Remarks): void {
  const conf = confs.get('pjsip.conf');
  const lost = new Map<string, number>();
  for (const { endpoint, section } of pjsip.endpoints) {
    if (contexts.has(endpoint.context)) continue;
    const count = lost.get(endpoint.context) ?? 0;
    lost.set(endpoint.context, count + 1);
    if (count === 0)
      remarks.risk(
        'contextMissing',
        lastValue(section, 'context')?.valuePlace ?? section.place,
        `calls from ${quote(endpoint.name)} begin in [${endpoint.context}], which extensions.conf does not have`,
      );
  }
  const { stores, row } = pjsip.config;
  const { regContext } = pjsip.config;
  if (stores.endpoint.realtime && regContext !== '' && !contexts.has(row.context) && conf !== undefined)
    remarks.note(
      wholeFile(conf.path),
      `endpoints come from the database, and calls of those without a context begin in [${row.context}], which extensions.conf does not have; "context" at the server says what the rows have`,
    );
}
