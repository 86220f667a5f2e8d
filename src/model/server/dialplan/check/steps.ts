import { formatDuration } from '../../../../text/duration.ts';
import { codeOf } from '../applications/applicationTable.ts';
import { applicationNamed, applicationNames, hasApplication } from '../applications/knownApplications.ts';
import { TIMED, type Timed } from '../applications/timed.ts';
import type { ContextConfig, StepConfig } from '../compiledPlan.ts';
import { saidReleases } from '../names/releases.ts';
import { splitPlace } from '../applications/goto.ts';
import { isAsked } from '../contexts.ts';
import { targetsOf } from './targets.ts';
import type { View } from './view.ts';

const WHERE_NUMBERS_ARE: ReadonlyMap<string, string> = new Map([
  ['iax2', 'the other server'],
  ['loopback', 'the other context'],
  ['lua', 'extensions.lua'],
]);

/** Applications that the release does not have or the model does not do, and priorities that are missing or written twice. */
export function checkSteps(view: View): void {
  checkApplications(view);
  const jumpedTo = jumpTargets(view);
  for (const context of view.config.contexts) {
    checkPriorities(view, context, jumpedTo);
    for (const it of context.switches) {
      if (!isAsked(it))
        view.risk(
          'switchNotModelled',
          it.place,
          `switch => ${it.kind} is not modelled: a number that only ${WHERE_NUMBERS_ARE.get(it.kind.toLowerCase()) ?? 'this switch'} knows is not found here`,
        );
    }
  }
}

/** One line for each name, at the first place: what it does is the same everywhere. */
function checkApplications(view: View): void {
  const seen = new Map<string, { step: StepConfig; count: number }>();
  for (const { step } of view.steps()) {
    const key = step.application.toLowerCase();
    const earlier = seen.get(key);
    if (earlier === undefined) seen.set(key, { step, count: 1 });
    else earlier.count++;
  }
  for (const { step, count } of seen.values()) {
    const places = count === 1 ? '' : ` (${count} places)`;
    // `App,arguments` is said where the line is read (asterisk/files/context.ts).
    if (view.dialect === '16' && step.application.includes(',')) continue;
    const missing = missingApplication(view, step.application);
    const odd = missing ?? unmodelled(step.application);
    if (missing !== undefined) view.risk('noApplication', step.place, `${missing}${places}`);
    else if (odd !== undefined) view.note(step.place, `${odd}${places}`);
  }
}

function missingApplication(view: View, name: string): string | undefined {
  const known = applicationNamed(name);
  if (known === undefined) {
    const guess = view.guess(name, () => applicationNames(view.release));
    return `there is no application ${name}: a call that comes to it ends there${guess}`;
  }
  if (hasApplication(view.release, name)) return undefined;
  const where = `an application of ${saidReleases(known.releases)} and not of ${view.release}`;
  return `${known.name} is ${where}: a call that comes to it ends there`;
}

function unmodelled(written: string): string | undefined {
  const { name } = applicationNamed(written)!;
  const timed = TIMED[name];
  if (timed?.decides === true)
    return `what ${name} does is not known here: ${saidTime(timed)}${saidValues(timed)}, unless the scenario says more (applications: ${name})`;
  if (codeOf(written) !== undefined) return undefined;
  return `${name} is not modelled: it takes the time of a step and does nothing`;
}

function saidTime({ takes }: Timed): string {
  return takes === 'endless' ? 'it keeps the caller until the talk is over' : `it takes ${formatDuration(takes)}`;
}

function saidValues({ sets = {} }: Timed): string {
  const values = Object.entries(sets).map(([name, value]) => `${name}=${value}`);
  return values.length === 0 ? ' and sets nothing' : ` and sets ${values.join(' and ')}`;
}

function checkPriorities(view: View, context: ContextConfig, jumpedTo: ReadonlySet<string>): void {
  const extensions = new Map<string, Map<number, StepConfig>>();
  for (const step of context.steps) {
    const steps = extensions.get(step.extension) ?? new Map<number, StepConfig>();
    extensions.set(step.extension, steps);
    if (steps.has(step.priority)) {
      view.risk(
        'priorityTwice',
        step.place,
        `extension ${step.extension} has a priority ${step.priority} already: the first one counts`,
      );
    } else {
      steps.set(step.priority, step);
    }
  }
  for (const steps of extensions.values()) checkGaps(view, context, steps, jumpedTo);
}

/** Priorities and labels that some step of the plan goes to, wherever. */
function jumpTargets(view: View): ReadonlySet<string> {
  const targets = new Set<string>();
  for (const { step } of view.steps())
    for (const target of targetsOf(view, step))
      if (target.trim() !== '') targets.add(splitPlace(target, view.dialect).priority.trim());
  return targets;
}

/** Beginning late is meant where a label or a jump leads there, or where another extension of the context has what comes before. */
function isReached(
  view: View,
  context: ContextConfig,
  { extension, priority, label }: StepConfig,
  jumpedTo: ReadonlySet<string>,
): boolean {
  if (label !== '' || jumpedTo.has(String(priority))) return true;
  const number = extension.startsWith('_') ? sampleOf(extension) : extension;
  const others = number === '' ? [] : view.indexOf(context).stepsFor(number);
  return others.some((step) => step.extension !== extension && step.priority === 1);
}

/** A number that the pattern fits; empty: none is found. */
function sampleOf(pattern: string): string {
  return pattern
    .slice(1)
    .replace(/\[(.)[^\]]*\]/g, '$1')
    .replace(/[xX]/g, '0')
    .replace(/[zZ]/g, '1')
    .replace(/[nN]/g, '2')
    .replace(/[.!].*$/, '0')
    .replaceAll('-', '');
}

/** A gap is meant when a jump to n+101 leads behind it. */
function checkGaps(
  view: View,
  context: ContextConfig,
  steps: ReadonlyMap<number, StepConfig>,
  jumpedTo: ReadonlySet<string>,
): void {
  const priorities = [...steps.keys()].sort((a, b) => a - b);
  priorities.forEach((priority, index) => {
    const before = index === 0 ? 0 : priorities[index - 1]!;
    if (priority === before + 1 || steps.has(priority - 101)) return;
    const step = steps.get(priority)!;
    if (index === 0 && isReached(view, context, step, jumpedTo)) return;
    const { extension, place } = step;
    if (index === 0)
      view.risk(
        'noPriorityOne',
        place,
        `extension ${extension} begins at priority ${priority}: without a priority 1 it is not found`,
      );
    else
      view.note(
        place,
        `extension ${extension} has no priority ${before + 1}: it goes from ${before} to ${priority} only by a jump`,
      );
  });
}
