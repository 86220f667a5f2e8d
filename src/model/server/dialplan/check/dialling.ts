import { technologies } from '../applications/dial.ts';
import { splitArguments } from '../arguments.ts';
import type { Place } from '../../../../text/place.ts';
import type { RiskName } from '../../../risks/risks.ts';
import type { StepConfig } from '../compiledPlan.ts';
import type { View } from './view.ts';

/**
 * Options of Dial that do something to a call which no part of the model does: announcements, questions to the one who
 * is called, macros
 * and subroutines of his, limits of time, keys that leave, where to go on (app_dial.c of 1.2.6 and 16.28).
 */
const NOT_MODELLED = 'ABDFGLMNOPSUbdenp';

/** What is said of a Dial, by its words: at the first place, and how many there are. */
type Said = Map<string, { readonly risk: RiskName | undefined; readonly place: Place; count: number }>;

/** Who is dialled, and with which options, as far as the words and the globals of the file tell. */
export function checkDialling(view: View): void {
  const said: Said = new Map();
  for (const { step } of view.steps()) {
    const name = step.application.toLowerCase();
    if (name !== 'dial' && name !== 'chanisavail') continue;
    const [devices = '', , options = ''] = splitArguments(view.argsOf(step), view.dialect, 4).map((part) =>
      view.withGlobals(part),
    );
    checkDevices(view, said, step, devices);
    if (name === 'dial') checkOptions(said, step, options);
  }
  for (const [text, { risk, place, count }] of said) {
    const all = count === 1 ? text : `${text} (${count} places)`;
    if (risk === undefined) view.note(place, all);
    else view.risk(risk, place, all);
  }
}

function say(said: Said, place: Place, text: string, risk?: RiskName): void {
  const earlier = said.get(text);
  if (earlier === undefined) said.set(text, { risk, place, count: 1 });
  else earlier.count++;
}

function checkDevices(view: View, said: Said, step: StepConfig, devices: string): void {
  for (const [, context = ''] of devices.matchAll(/(?:^|&)\s*Local\/[^&@]*@([^&/]+)/gi))
    if (!context.includes('$') && !view.hasContext(context.trim()))
      say(
        said,
        step.place,
        `Local/…@${context} is of a context that there is not: no channel is made${view.guessContext(context)}`,
        'localNowhere',
      );
  const named = devices.split('&').map((device) => /^\s*([A-Za-z][A-Za-z0-9]*)\//.exec(device)?.[1]);
  for (const technology of new Set(named)) {
    if (technology === undefined || technologies(view.rules).has(technology.toUpperCase())) continue;
    sayNoTechnology(view, said, step, technology);
  }
}

/** SIP/ where chan_sip is gone calls nobody; other technologies are only not modelled. */
function sayNoTechnology(view: View, said: Said, step: StepConfig, technology: string): void {
  const isGone = view.rules.channelDriver === 'chan_pjsip' && technology.toUpperCase() === 'SIP';
  if (isGone)
    say(
      said,
      step.place,
      `there is no channel type SIP: chan_sip was removed in 21, and ${step.application} finds no channel; PJSIP/ takes its place`,
      'noChannelTypeSip',
    );
  else say(said, step.place, `${technology} is not modelled: ${step.application} finds no channel of it`);
}

function checkOptions(said: Said, step: StepConfig, options: string): void {
  for (const letter of new Set(lettersOf(options))) {
    if (NOT_MODELLED.includes(letter)) say(said, step.place, `option ${letter} of Dial is not modelled`);
  }
}

/**
 * The letters of an option text, without the text in brackets or between `${` and `}`, which is unknown before
 * the call.
 */
function lettersOf(options: string): string[] {
  const letters: string[] = [];
  let depth = 0;
  for (const character of options) {
    if (character === '(' || character === '{') depth++;
    else if (character === ')' || character === '}') depth = Math.max(0, depth - 1);
    else if (depth === 0) letters.push(character);
  }
  return letters;
}
