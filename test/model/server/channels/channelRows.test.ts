import { expect, it } from 'vitest';
import { causeOf, statusOf } from '../../../../src/model/server/channels/channelRows.ts';

it.each([
  [1, 404],
  [3, 404],
  [17, 486],
  [18, 408],
  [19, 480],
  [20, 480],
  [21, 403],
  [27, 502],
  [34, 503],
  [16, 603],
  [29, 603],
  [50, 603],
])('cause %i ends a call with %i (chan_sip.c:hangup_cause2sip)', (cause, status) => {
  expect(statusOf(cause)).toBe(status);
});

it.each([
  [404, 1],
  [408, 18],
  [480, 19],
  [486, 17],
  [502, 27],
  [503, 34],
  [403, 21],
  [603, 21],
])('a final %i is cause %i (chan_sip.c:hangup_sip2cause)', (status, cause) => {
  expect(causeOf(status)).toBe(cause);
});
