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

const BY = v.choice(['caller', 'callee', 'either']);

const parkSchema = v.object(
  {
    by: key(
      BY,
      'Who parks the other: the caller, the called person, or either of them, one as likely as the other. A call that nobody fetches comes back to the phone of that person.',
    ),
    probability: key(v.ratio(), 'Share of the answered calls that are parked.'),
    after: key(v.distribution(), 'Time from the answer until the call is parked, by a blind transfer.'),
    extension: key(v.text(), 'To which it is transferred: "parkext" of the parking lot.'),
    fetchedBy: key(v.phones(), 'Who fetches the parked call by dialling its slot: one of these phones that is idle.', {
      otherwise: 'the phones of "to"',
      example: 'office',
    }),
    fetchedAfter: key(v.distribution(), 'Time from the moment at which the parker knows the slot until it is dialled.'),
    fetchProbability: key(v.ratio(), 'Share of the parked calls that a colleague tries to fetch.'),
    patience: key(v.distribution(), 'Who is parked hangs up after this time.'),
  },
  'what one of the two does with a call: park it, and a colleague fetches it',
);

const transferSchema = v.object(
  {
    by: key(
      BY,
      'Who sends the other to a colleague: the caller, the called person, or either of them, one as likely as the other.',
    ),
    probability: key(v.ratio(), 'Share of the answered calls that are sent to a colleague.'),
    after: key(v.distribution(), 'Time from the answer until then.'),
    to: key(v.phones(), 'The colleagues. Whether one of them is on the phone nobody knows before.', {
      otherwise: 'the phones of "to"',
      example: 'office',
    }),
    attended: key(
      v.ratio(),
      'Share of these transfers for which the colleague is asked first, while the other is on hold; the others are blind.',
    ),
    consultation: key(
      v.distribution(),
      'How long the two talk before the person on hold is joined with the colleague.',
    ),
    patience: key(v.distribution(), 'Who is sent hangs up when nobody talks to them again after this time.'),
  },
  'what one of the two does with a call: send it to a colleague, blind or after asking',
);

export const callSchema = v.object(
  {
    name: key(v.text(), 'What these calls are, for the answer: calls with a name are counted by themselves as well.', {
      otherwise: 'none',
      example: 'from the office',
    }),
    rate: key(v.rate(), 'Calls of all callers together, as a Poisson process.', { otherwise: 'see "at"' }),
    perPhone: key(v.rate(), 'Calls of each caller, as a Poisson process.', {
      otherwise: 'see "rate"',
      example: '1.8/h',
    }),
    byHour: key(
      v.list(v.rate(), 'rates'),
      'Calls of all callers together in each hour of the day: 24 rates, from 0 h on.',
      {
        otherwise: 'see "rate"',
      },
    ),
    clock: key(v.duration(), 'Hour of the day at 0 s, for "byHour".', { otherwise: '0s', example: '8h' }),
    file: key(
      v.text(),
      'A CSV file with a row for each call, relative to the scenario. Its first line names the columns: time, from and to; talk, patience, answers (time from ringing until it is picked up, or no) and logged (what a real log says became of it) where a call has its own. Times have units, or are seconds.',
      { otherwise: 'see "rate"', example: 'calls.csv' },
    ),
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
      'Number that is called in place of "to", with a rate: one of the PSTN, a queue, a menu; each X is a digit that is drawn.',
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
    park: key(parkSchema, 'One of the two parks the call, and a colleague fetches it.', {
      otherwise: 'no call is parked',
    }),
    transfer: key(transferSchema, 'One of the two sends the other to a colleague.', {
      otherwise: 'no call is sent on',
    }),
    redial: key(redialSchema, 'What callers do after a failed call.', { otherwise: 'no call is tried again' }),
  },
  'calls: at a rate, or one at a time',
);
