import type { Remark } from '../../../../text/mistake.ts';
import type { Rules } from '../../../rules.ts';
import type { DialplanConfig } from '../compiledPlan.ts';
import { checkArguments } from './checkArguments.ts';
import { checkDialling } from './dialling.ts';
import { checkSteps } from './steps.ts';
import { checkTargets } from './targets.ts';
import { View } from './view.ts';

/**
 * What is wrong, odd or not modelled in a dialplan, in no particular order. `runtimeContexts`: contexts that the
 * running server makes itself (regcontext). Nothing in it is a mistake: all of it runs, somehow.
 */
export function checkDialplan(config: DialplanConfig, rules: Rules, runtimeContexts: readonly string[] = []): Remark[] {
  const view = new View(config, rules, runtimeContexts);
  checkSteps(view);
  checkTargets(view);
  checkArguments(view);
  checkDialling(view);
  return view.remarks;
}
