import { SECOND } from '../../../../kernel/units.ts';
import type { Rules } from '../../../rules.ts';
import { option, splitArguments } from '../arguments.ts';
import { PENDING, type DialResult, type DialTarget, type Pending } from '../services.ts';
import type { Thread } from '../channelThread.ts';
import { jumps, jumpTo101 } from './goto.ts';
import { parked } from './parkingApplications.ts';
import { CONTINUE, HANG_UP, type Family } from './results.ts';

/**
 * Sources: app_dial.c of 1.2.6 and 16.28. Who is called how, and what the console says of it, is the services' part.
 */
export const DIAL: Family = { Dial: dial };

const WITH_SIP: ReadonlySet<string> = new Set(['SIP', 'IAX2', 'ZAP', 'DAHDI', 'LOCAL']);
const WITH_PJSIP: ReadonlySet<string> = new Set(['PJSIP', 'IAX2', 'ZAP', 'DAHDI', 'LOCAL']);

/** Technologies that a Dial may name here; all others find no channel. Zap and DAHDI are trunks of the scenario. */
export function technologies({ channelDriver }: Pick<Rules, 'channelDriver'>): ReadonlySet<string> {
  return channelDriver === 'chan_pjsip' ? WITH_PJSIP : WITH_SIP;
}

function dial(thread: Thread, args: string): number | Pending {
  const [devices = '', timeout = '', options = '', url = ''] = splitArguments(args, thread.dialect, 4);
  const targets = targetsOf(devices);
  const isEmpty = thread.rules.dialNeedsResource && targets?.some(({ resource }) => resource === '') === true;
  if (targets === undefined || isEmpty) {
    thread.log(
      'WARNING',
      'noDevice',
      `Dial argument takes format (technology/${thread.dialect === '16' ? 'resource' : '[device:]number1'})`,
    );
    thread.set('DIALSTATUS', 'INVALIDARGS');
    return HANG_UP;
  }
  const known = technologies(thread.rules);
  const unknown = targets.filter(({ tech }) => !known.has(tech) && !known.has(tech.toUpperCase()));
  if (unknown.length > 0)
    for (const tech of new Set(unknown.map((target) => target.tech))) thread.notModelled(`Dial of ${tech}`);
  const seconds = Math.max(0, Number.parseFloat(timeout) || 0);
  const result = thread.dial({ targets, seconds, options, url });
  if (result === PENDING) return PENDING;
  if (result.transfer?.to === 'slot') return parked(thread, '', true);
  if (result.transfer?.to === 'extension') {
    thread.goTo(result.transfer.context, result.transfer.exten, 1);
    return CONTINUE;
  }
  tell(thread, result);
  if (result.answered) return option(options, 'g') !== undefined && thread.channel.hungUp === '' ? CONTINUE : HANG_UP;
  if (result.status === 'CANCEL' || thread.channel.hungUp !== '') return HANG_UP;
  // Only when every line said no; not when the time was up (app_dial.c:wait_for_answer).
  if (result.status !== 'NOANSWER' && jumps(thread, options) && jumpTo101(thread) === PENDING) return PENDING;
  return CONTINUE;
}

/** `SIP/1001&IAX2/1002`; undefined when one has no slash. */
function targetsOf(devices: string): DialTarget[] | undefined {
  const written = devices.split('&');
  if (!written.every((device) => device.includes('/'))) return undefined;
  return written.map((device) => {
    const slash = device.indexOf('/');
    return { tech: device.slice(0, slash).trim(), resource: device.slice(slash + 1) };
  });
}

function tell(thread: Thread, result: DialResult): void {
  thread.set('DIALSTATUS', result.status);
  if (result.cause > 0) thread.channel.cause = result.cause;
  if (!result.answered) return;
  const { channel, sim } = thread;
  if (channel.answeredAt < 0) channel.answeredAt = sim.now - result.talkSeconds * SECOND;
  thread.set('DIALEDTIME', String(result.dialSeconds + result.talkSeconds));
  thread.set('ANSWEREDTIME', String(result.talkSeconds));
}
