import * as v from '../scenarioValues.ts';
import { key } from './key.ts';

const redialSchema = v.object(
  {
    probability: key(v.ratio(), 'Share of the failed attempts that are followed by another one.'),
    after: key(v.distribution(), 'Time from the failure until the next attempt.'),
    attempts: key(v.count(1, 100), 'Further attempts at most.'),
  },
  'what callers do after a failed attempt',
);

export const callSchema = v.object(
  {
    rate: key(v.rate(), 'Calls of all callers together, as a Poisson process.', { otherwise: 'see "at"' }),
    perPhone: key(v.rate(), 'Calls of each caller, as a Poisson process.', {
      otherwise: 'see "rate"',
      example: '1.8/h',
    }),
    at: key(v.duration(), 'Virtual time of a single call.', { otherwise: 'see "rate"', example: '12s' }),
    during: key(v.window(), 'When calls at a rate are offered.', { otherwise: 'the whole run' }),
    from: key(v.phones(), 'Callers: a group, numbers, a range, or all. Calls from the PSTN have "pstn".', {
      otherwise: 'all phones',
    }),
    to: key(v.phones(), 'Called phones; of a single call the dialled number, whatever it is.', {
      otherwise: 'all phones',
    }),
    outside: key(
      v.text(),
      'Number of the PSTN that is called in place of "to", with a rate; each X is a digit that is drawn.',
      { otherwise: 'phones are called', example: '1337555XXXX' },
    ),
    group: key(
      v.text(),
      'Trunk group of that server whose channel a call from the PSTN takes; without one it is never blocked.',
      { otherwise: 'none', example: 'g1' },
    ),
    via: key(v.text(), 'Server at which a call from the PSTN comes in.', {
      otherwise: 'only with "from: pstn", and then required',
      example: 'dunpbx1',
    }),
    context: key(v.text(), 'Dialplan context into which a call from the PSTN comes.', {
      otherwise: 'only with "from: pstn", and then required',
      example: 'incoming',
    }),
    talk: key(v.distribution(), 'Holding time: from answer to hang-up.'),
    patience: key(v.distribution(), 'A caller hangs up when the call is not answered this long after the INVITE.'),
    redial: key(redialSchema, 'What callers do after a failed call.', { otherwise: 'no call is tried again' }),
  },
  'calls: at a rate, or one at a time',
);
