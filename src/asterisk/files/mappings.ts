import type { DundiMapping } from '../../model/config.ts';
import type { Place } from '../../text/place.ts';
import { didYouMean } from '../../text/nearest.ts';
import { placeInValue, sameName, type Entry, type Section } from '../conf/sections.ts';
import { quote, type Remarks } from '../remarks.ts';
import type { Dialect } from '../settings.ts';
import { leadingInteger } from '../confValues.ts';
import { parseSipDial } from '../../model/server/sip/dialString.ts';

/** dundi-parser.h: MAX_WEIGHT; 1.2.6 says "less than 60000". */
const MAX_WEIGHT = 59_999;
/** pbx_dundi.c:build_mapping, MAX_OPTS. */
const MAX_FIELDS = 128;
/** pbx_dundi.c:str2tech */
const TECHNOLOGIES = ['IAX2', 'IAX', 'SIP', 'H323'];
/** With PJSIP, since 18.18 and 20.3. */
export const WITH_PJSIP = [...TECHNOLOGIES, 'PJSIP'];
const OPTIONS = ['nounsolicited', 'nocomunsolicit', 'residential', 'commercial', 'mobile', 'nopartial'];

export interface ReadMappings {
  readonly mappings: readonly DundiMapping[];
  /** Of each mapping's value. */
  readonly places: readonly Place[];
}

/**
 * [mappings] of dundi.conf: `priv => localcontext,weight,technology,destination[,option…]` (pbx_dundi.c:build_mapping).
 */
export function readMappings(
  section: Section | undefined,
  dialect: Dialect,
  remarks: Remarks,
  technologies: readonly string[] = TECHNOLOGIES,
): ReadMappings {
  const mappings: DundiMapping[] = [];
  const places: Place[] = [];
  const known = new Map<string, number>();
  for (const entry of section?.entries ?? []) {
    const mapping = entry.value === '' ? placeholder(entry.key) : readMapping(entry, dialect, remarks, technologies);
    if (mapping === undefined) continue;
    const names = JSON.stringify([mapping.context.toLowerCase(), mapping.localContext.toLowerCase()]);
    const earlier = known.get(names);
    if (earlier !== undefined)
      remarks.risk(
        'mappingTwice',
        entry.place,
        `${mapping.context} => ${mapping.localContext} is mapped once more: Asterisk keeps only this one`,
      );
    const index = earlier ?? mappings.length;
    known.set(names, index);
    mappings[index] = mapping;
    places[index] = entry.valuePlace;
  }
  return { mappings, places };
}

function placeholder(context: string): DundiMapping {
  return {
    context,
    localContext: '',
    weight: 0,
    weightText: '',
    tech: '',
    destination: '',
    noPartial: false,
    options: [],
  };
}

function readMapping(
  entry: Entry,
  dialect: Dialect,
  remarks: Remarks,
  technologies: readonly string[],
): DundiMapping | undefined {
  const fields = splitFields(entry.value);
  if (fields.length < 4) {
    remarks.risk(
      'mappingFields',
      entry.valuePlace,
      `${entry.key} => has ${fields.length} of the 4 fields that Asterisk expects (context,weight,technology,destination), and is left out`,
    );
    return undefined;
  }
  const [localContext, weightField, techField, destination, ...rest] = fields.map((field) => field.text) as [
    string,
    string,
    string,
    string,
    ...string[],
  ];
  const place = (index: number): Place => placeInValue(entry, fields[index]!.at);
  const weight = readWeight(weightField, place(1), dialect, remarks);
  const tech = readTechnology(techField, place(2), remarks, technologies);
  if (tech === 'SIP') checkSipDestination(destination, place(3), dialect, remarks);
  rest.forEach((option, index) => {
    if (OPTIONS.includes(option.toLowerCase())) return;
    remarks.risk(
      'mappingOption',
      place(4 + index),
      `option ${quote(option)} of a mapping is unknown, and Asterisk ignores it${didYouMean(option, OPTIONS)}`,
    );
  });
  if (weight === undefined || tech === undefined) return undefined;
  const options = rest.map((option) => option.toLowerCase()).filter((option) => OPTIONS.includes(option));
  return {
    context: entry.key,
    localContext,
    ...weight,
    tech,
    destination,
    noPartial: options.includes('nopartial'),
    options: options.filter((option) => option !== 'nopartial'),
  };
}

/** A number, or under 16 the text of a variable whose value is read at each answer. */
function readWeight(
  text: string,
  place: Place,
  dialect: Dialect,
  remarks: Remarks,
): Pick<DundiMapping, 'weight' | 'weightText'> | undefined {
  const weight = leadingInteger(text);
  if (weight !== undefined && weight >= 0 && weight <= MAX_WEIGHT) return { weight, weightText: '' };
  if (dialect === '16' && /^\$\{.*\}$/.test(text)) return { weight: MAX_WEIGHT, weightText: text };
  remarks.risk(
    'mappingWeight',
    place,
    `weight ${quote(text)} is not a number from 0 to ${MAX_WEIGHT}: Asterisk leaves the mapping out`,
  );
  return undefined;
}

function readTechnology(
  text: string,
  place: Place,
  remarks: Remarks,
  technologies: readonly string[],
): string | undefined {
  const tech = technologies.find((known) => sameName(known, text));
  if (tech === undefined) {
    remarks.risk(
      'mappingTechnology',
      place,
      `technology ${quote(text)} is unknown to DUNDi, and the mapping is left out; expected ${technologies.filter((name) => name !== 'IAX').join(', ')}${didYouMean(text, technologies)}`,
    );
  } else if (tech === 'H323') {
    remarks.risk(
      'mappingTechnology',
      place,
      'calls between servers over H323 are not modelled: a caller who is sent here hears nothing',
    );
  }
  return tech === 'IAX' ? 'IAX2' : tech;
}

/**
 * The number has to be where chan_sip looks for it, which is not where chan_iax2 does (chan_sip.c:sip_request_call). The
 * string is dialled by the servers that ask.
 */
function checkSipDestination(destination: string, place: Place, dialect: Dialect, remarks: Remarks): void {
  const { exten, host } = parseSipDial(destination, dialect);
  if (exten.includes('${NUMBER}') && !host.includes('/')) return;
  const what =
    exten === ''
      ? 'names no number'
      : host.includes('/')
        ? `names the host "${host}", which nobody has`
        : `asks for the number "${exten}": what follows the slash is ignored`;
  remarks.risk(
    'mappingSip',
    place,
    `SIP/${destination} ${what}; write NAME/\${NUMBER}, with a section [NAME] in the sip.conf of each server that asks, or \${NUMBER}@ADDRESS`,
  );
}

/** As many as Asterisk reads: its loop cuts off the tail of the last one. Fields are not trimmed. */
function splitFields(value: string): { text: string; at: number }[] {
  const fields: { text: string; at: number }[] = [];
  let at = 0;
  for (const text of value.split(',').slice(0, MAX_FIELDS)) {
    fields.push({ text, at });
    at += text.length + 1;
  }
  return fields;
}
