import type { DialplanConfig, StepConfig } from '../../model/server/dialplan/compiledPlan.ts';
import type { Dialect } from '../settings.ts';
import type { Remarks } from '../remarks.ts';

/** Applications behind which a call may be over, elsewhere, or led by what the caller dials. */
const MAY_LEAVE =
  /^(dial|hangup|busy|congestion|gotoif|gotoiftime|gotoifmulti|execif|execiftime|macro\w*|gosub\w*|return|stackpop|while\w*|endwhile|exitwhile|continuewhile|queue|voicemail\w*|directory|background\w*|read|waitexten|chanisavail|park\w*|pickup|bridge|retrydial|page|meetme|confbridge|switch|agi|deadagi|eagi|fastagi|stasis|followme|transfer|random|privacymanager|authenticate|disa|tryexec|setif)$/i;

/** A Goto that always leads to the same place: an extension without variables or one that is the same for every call. */
interface Target {
  readonly context: string;
  readonly extension: string;
  readonly priority: number | string;
}

/** Goto in a circle that no step leaves: the call runs until the caller hangs up, and costs the server a thread. */
export function reviewLoops(plan: DialplanConfig, dialect: Dialect, remarks: Remarks): void {
  const steps = new Map<string, StepConfig>();
  for (const { name, steps: own } of plan.contexts)
    for (const step of own) steps.set(keyOf(name, step.extension, step.priority), step);
  const done = new Set<string>();
  for (const { name, steps: own } of plan.contexts)
    for (const step of own) {
      const circle = circleFrom(name, step, plan, steps, dialect, done);
      if (circle !== undefined)
        remarks.risk(
          'loop',
          circle.place,
          `this Goto leads back to where it came from, and no step between ends the call or depends on anything: a call that comes here goes round until the caller hangs up`,
        );
    }
}

/** The Goto that closes a circle, reached from a step without any choice; each step is followed once. */
function circleFrom(
  context: string,
  first: StepConfig,
  plan: DialplanConfig,
  steps: ReadonlyMap<string, StepConfig>,
  dialect: Dialect,
  done: Set<string>,
): StepConfig | undefined {
  const path = new Map<string, StepConfig>();
  let [at, step]: [string, StepConfig | undefined] = [context, first];
  while (step !== undefined) {
    const key = keyOf(at, step.extension, step.priority);
    if (path.has(key)) return [...path.values()].findLast(({ application }) => isGoto(application));
    if (done.has(key) || MAY_LEAVE.test(step.application)) return undefined;
    done.add(key);
    path.set(key, step);
    const target = isGoto(step.application)
      ? targetOf(step, at, dialect)
      : { context: at, extension: step.extension, priority: step.priority + 1 };
    if (target === undefined) return undefined;
    at = target.context;
    step = find(target, plan, steps);
  }
  return undefined;
}

function find(
  { context, extension, priority }: Target,
  plan: DialplanConfig,
  steps: ReadonlyMap<string, StepConfig>,
): StepConfig | undefined {
  if (typeof priority === 'number') return steps.get(keyOf(context, extension, priority));
  return plan.contexts
    .find(({ name }) => name === context)
    ?.steps.find((step) => step.extension === extension && step.label === priority);
}

/** Undefined: it depends on the call. `${EXTEN}` is the extension itself, a pattern stands for what it matches. */
function targetOf({ args, extension }: StepConfig, context: string, dialect: Dialect): Target | undefined {
  const parts = args.split(dialect === '1.2' ? /[|,]/ : ',').map((part) => part.trim());
  const own = (text: string): string => (text === '${EXTEN}' ? extension : text);
  const [priority = '', exten = extension, ctx = context] = parts.reverse();
  if ([priority, own(exten), ctx].some((text) => text.includes('$'))) return undefined;
  return { context: ctx, extension: own(exten), priority: /^\d+$/.test(priority) ? Number(priority) : priority };
}

function isGoto(application: string): boolean {
  return application.toLowerCase() === 'goto';
}

function keyOf(context: string, extension: string, priority: number): string {
  return `${context}\n${extension}\n${priority}`;
}
