/**
 * The dialplan of a server: runs the user's extensions.conf as Asterisk's core does.
 * A Dialplan is compiled from the file, a Finder searches it under the server's lock, a Machine runs channels through
 * it.
 * The rest of the server comes in by the interfaces of services.ts.
 */
export { isRealtime } from './contexts.ts';
export { familyOf, RealtimeSwitches } from './realtimeSwitch.ts';
export { Astdb } from './astdb.ts';
export { Dialplan, MAX_CONTEXTS_IN_A_SEARCH } from './compile.ts';
export { Context } from './contexts.ts';
export { writtenAs, type Extension } from './extension.ts';
export { Finder } from './finder.ts';
export type { Found } from './found.ts';
export { Machine } from './machine.ts';
export { match, parsePattern, type Dialect, type Pattern } from './patterns.ts';
export { applicationNamed, applicationNames, hasApplication } from './applications/knownApplications.ts';
export { hasOwnTime } from './applications/applicationTable.ts';
export { TIMES, type Timed } from './applications/timed.ts';
export { ApplicationTimes } from './applications/applicationTimes.ts';
export { checkDialplan } from './check/checkPlan.ts';
export * from './services.ts';
