import { expect, it } from 'vitest';
import { statusOf } from '../../../../src/model/server/channels/channelRows.ts';

it.each([
  [1, 404],
  [3, 404],
  [17, 486],
  [18, 408],
  [19, 480],
  [20, 480],
  [21, 403],
  [22, 410],
  [27, 502],
  [28, 484],
  [29, 501],
  [34, 503],
  [38, 500],
  [58, 488],
  [127, 500],
  [16, 603],
  [50, 603],
])('cause %i ends a call with %i (chan_sip.c:hangup_cause2sip)', (cause, status) => {
  expect(statusOf(cause)).toBe(status);
});
