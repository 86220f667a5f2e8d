import { didYouMean } from '../../../../text/nearest.ts';
import type { Place } from '../../../../text/place.ts';
import { APPLICATIONS, applicationNamed } from '../applications/known.ts';
import type { ContextConfig, StepConfig } from '../compiledPlan.ts';
import type { View } from './view.ts';

/** Applications that nobody knows, and priorities that are missing or written twice. */
export function checkSteps(view: View): void {
  checkApplications(view);
  for (const context of view.config.contexts) {
    checkPriorities(view, context);
    for (const it of context.switches) {
      if (it.kind.toLowerCase() !== 'dundi')
        view.say('note', it.place, `switch => ${it.kind} is not modelled: it knows no number`);
    }
  }
}

function checkApplications(view: View): void {
  const idle = new Map<string, { place: Place; count: number }>();
  for (const { step } of view.steps()) {
    const known = applicationNamed(step.application);
    if (known === undefined) {
      const names = [...APPLICATIONS.values()].map(({ name }) => name);
      view.say(
        'mistake',
        step.place,
        `there is no application ${step.application}${didYouMean(step.application, names)}`,
      );
    } else if (known.only !== undefined && known.only !== view.dialect) {
      view.say('risk', step.place, `${known.name} is an application of ${known.only} and not of ${view.dialect}`);
    } else if (!known.modelled) {
      const seen = idle.get(known.name);
      if (seen === undefined) idle.set(known.name, { place: step.place, count: 1 });
      else seen.count++;
    }
  }
  for (const [name, { place, count }] of idle) {
    const places = count === 1 ? '' : ` (${count} places)`;
    view.say('note', place, `${name} is not modelled: it takes the time of a step and does nothing${places}`);
  }
}

function checkPriorities(view: View, context: ContextConfig): void {
  const extensions = new Map<string, Map<number, StepConfig>>();
  for (const step of context.steps) {
    const steps = extensions.get(step.extension) ?? new Map<number, StepConfig>();
    extensions.set(step.extension, steps);
    if (steps.has(step.priority)) {
      view.say(
        'risk',
        step.place,
        `extension ${step.extension} has a priority ${step.priority} already: the first one counts`,
      );
    } else {
      steps.set(step.priority, step);
    }
  }
  for (const steps of extensions.values()) checkGaps(view, steps);
}

/** A gap is meant when a jump to n+101 leads behind it. */
function checkGaps(view: View, steps: ReadonlyMap<number, StepConfig>): void {
  const priorities = [...steps.keys()].sort((a, b) => a - b);
  priorities.forEach((priority, index) => {
    const before = index === 0 ? 0 : priorities[index - 1]!;
    if (priority === before + 1 || steps.has(priority - 101)) return;
    const step = steps.get(priority)!;
    view.say(
      index === 0 ? 'risk' : 'note',
      step.place,
      index === 0
        ? `extension ${step.extension} begins at priority ${priority}: without a priority 1 it is not found`
        : `extension ${step.extension} has no priority ${before + 1}: it goes from ${before} to ${priority} only by a jump`,
    );
  });
}
