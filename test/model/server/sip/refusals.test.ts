import { describe, expect, it } from 'vitest';
import { rulesOf } from '../../../../src/model/rules.ts';
import { refusalOf } from '../../../../src/model/server/sip/refusals.ts';
import { DialAlone } from '../channels/dialAlone.ts';

/**
 * DIALSTATUS and HANGUPCAUSE after a final response to the only leg of a Dial: chan_sip of 1.2.6 and of 16.28.0, and
 * chan_pjsip of 22.10.1, each as its source has it (refusals.ts).
 */
const ANSWERS = [
  [302, 'BUSY 16', 'BUSY 16', 'NOANSWER 16'],
  [400, 'CONGESTION 16', 'CHANUNAVAIL 127', 'CHANUNAVAIL 127'],
  [401, 'CONGESTION 16', 'CONGESTION 21', 'CHANUNAVAIL 21'],
  [403, 'CONGESTION 21', 'CHANUNAVAIL 21', 'CHANUNAVAIL 21'],
  [404, 'CONGESTION 1', 'CHANUNAVAIL 1', 'CHANUNAVAIL 1'],
  [408, 'CHANUNAVAIL 18', 'CHANUNAVAIL 18', 'CHANUNAVAIL 18'],
  [410, 'CONGESTION 16', 'CONGESTION 22', 'CHANUNAVAIL 22'],
  [480, 'CONGESTION 38', 'BUSY 19', 'NOANSWER 19'],
  [484, 'CHANUNAVAIL 16', 'CHANUNAVAIL 28', 'CHANUNAVAIL 28'],
  [486, 'BUSY 17', 'BUSY 17', 'BUSY 17'],
  [487, undefined, 'NOANSWER 16', 'CHANUNAVAIL 127'],
  [488, 'CONGESTION 58', 'CHANUNAVAIL 58', 'CHANUNAVAIL 58'],
  [500, 'CONGESTION 38', 'CONGESTION 38', 'CHANUNAVAIL 38'],
  [502, 'CHANUNAVAIL 27', 'CONGESTION 27', 'CHANUNAVAIL 27'],
  [503, 'CONGESTION 34', 'CONGESTION 34', 'CONGESTION 34'],
  [600, 'BUSY 16', 'BUSY 17', 'BUSY 17'],
  [603, 'BUSY 21', 'BUSY 21', 'CHANUNAVAIL 21'],
] as const;

describe.each(['asterisk-1.2', 'asterisk-16', 'asterisk-22'] as const)('a final response, under %s', (profile) => {
  const column = { 'asterisk-1.2': 1, 'asterisk-16': 2, 'asterisk-22': 3 } as const;
  it.each(ANSWERS.map((row) => [row[0], row[column[profile]]] as const))('%i: %s', (status, expected) => {
    const { endsBy, cause } = refusalOf(rulesOf(profile).sipRefusals, status);
    const alone = new DialAlone(profile).dial(['a']);
    if (endsBy !== 'nothing') alone.leg(1, 'ended', cause, endsBy);
    const [result] = alone.results;
    expect(result === undefined ? undefined : `${result.status} ${result.cause}`).toBe(expected);
  });
});
