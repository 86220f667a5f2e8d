import { parseSipUri } from '../../model/server/pjsip/pjsipDial.ts';
import type { Place } from '../../text/place.ts';
import { lastValue } from '../conf/sections.ts';
import { quote, type Remarks } from '../remarks.ts';
import type { Parts } from '../serverParts.ts';
import { hostsNamed } from './hostsNamed.ts';

/** Endpoints of pjsip.conf that no call can reach. */
export function reviewAddresses(parts: Parts, remarks: Remarks): void {
  sayWithoutAor(parts, remarks);
  sayNoUri(parts, remarks);
}

/** One that calls in, known by its address, and that nobody dials needs no AOR; nor do strangers (anonymous). */
function sayWithoutAor(parts: Parts, remarks: Remarks): void {
  const { pjsip } = parts;
  if (pjsip.config.stores.aor.realtime) return;
  const dialled = new Set(hostsNamed(parts).called.flatMap(({ tech, name }) => (tech === 'PJSIP' ? [name] : [])));
  const lacking = pjsip.endpoints.filter(({ endpoint, section }) => {
    if (endpoint.aors.length > 0 || (lastValue(section, 'aors')?.value ?? '') !== '') return false; // A wrong name is said.
    return dialled.has(endpoint.name) || (endpoint.matches.length === 0 && !endpoint.name.startsWith('anonymous'));
  });
  const [first] = lacking;
  if (first === undefined) return;
  const { name } = first.endpoint;
  const more = lacking.length === 1 ? '' : `; nor have ${lacking.length - 1} more`;
  remarks.risk(
    'endpointWithoutAor',
    first.section.place,
    `the endpoint ${quote(name)} has no "aors": it can neither register nor be called, and Dial makes no channel to it; "aors=${name}" and a section [${name}] with type=aor would do${more}`,
  );
}

function sayNoUri({ pjsip }: Parts, remarks: Remarks): void {
  const said = new Set<Place>(); // Sections share the lines of their template.
  for (const { section } of pjsip.aors)
    for (const { key, value, valuePlace } of section.entries) {
      if (key.toLowerCase() !== 'contact' || said.has(valuePlace)) continue;
      const wrong = value.split(',').find((uri) => uri.trim() !== '' && parseSipUri(uri) === undefined);
      if (wrong === undefined) continue;
      said.add(valuePlace);
      remarks.risk(
        'contactIsNoUri',
        valuePlace,
        `contact is ${quote(wrong.trim())}, which is no SIP URI: Asterisk makes no AOR ${quote(section.name)}, and no call goes there; expected sip:${wrong.trim()}`,
      );
    }
}
