import type { Rules } from '../../rules.ts';
import { CAUSE } from '../channels/channelRows.ts';

/**
 * What a final response of 300 and above to a server's INVITE becomes: how its channel ends for the Dial, and the Q.850
 * cause that HANGUPCAUSE then has. `busy` and `congestion` are frames, which count as that whatever the cause is; a
 * `hangUp` counts by its cause (app_dial.c:wait_for_answer, handle_cause). `nothing`: the channel stays as it is.
 */
export interface Refusal {
  readonly endsBy: 'busy' | 'congestion' | 'hangUp' | 'nothing';
  readonly cause: number;
}

type Table = Rules['sipRefusals'];

/** Which release has which table: the rule sipRefusals. */
export function refusalOf(table: Table, status: number): Refusal {
  if (table === '1.2') return { endsBy: ENDS_1_2.get(status) ?? 'hangUp', cause: CAUSES_1_2[status] ?? CAUSE.normal };
  const cause = causeSince16(status);
  if (table === '22') return { endsBy: 'hangUp', cause };
  return { endsBy: ENDS_16.get(status) ?? 'hangUp', cause: status === 487 ? CAUSE.normal : cause };
}

/** chan_sip.c 1.2.6: handle_response, handle_response_invite. 401: no digest is accepted (MAX_AUTHTRIES, do_proxy_auth). */
const ENDS_1_2 = endings({
  busy: [300, 301, 302, 305, 486, 600, 603],
  congestion: [400, 401, 403, 404, 407, 410, 480, 482, 488, 500, 501, 503],
  nothing: [481, 487, 491],
});

/** chan_sip.c 16.28.0: the same functions. 480 says busy since the reason of a diversion is read from it. */
const ENDS_16 = endings({
  busy: [300, 301, 302, 305, 480, 486, 600, 603],
  congestion: [401, 407, 410, 482, 500, 502, 503, 504],
});

/** chan_sip.c:hangup_sip2cause 1.2.6. */
const CAUSES_1_2: Readonly<Record<number, number>> = {
  403: CAUSE.rejected,
  404: CAUSE.unallocated,
  408: CAUSE.noUserResponse,
  480: CAUSE.networkOutOfOrder,
  483: CAUSE.noAnswer,
  486: CAUSE.busy,
  488: CAUSE.bearerCapability,
  500: CAUSE.networkOutOfOrder,
  501: CAUSE.facilityRejected,
  502: CAUSE.destinationOutOfOrder,
  503: CAUSE.congestion,
  603: CAUSE.rejected,
};

/** chan_sip.c:hangup_sip2cause 16.28.0; res_pjsip.c:ast_sip_hangup_sip2cause 22.10.1 is the same but for 302. */
const CAUSES_16: Readonly<Record<number, number>> = {
  401: CAUSE.rejected,
  403: CAUSE.rejected,
  404: CAUSE.unallocated,
  407: CAUSE.rejected,
  408: CAUSE.noUserResponse,
  409: CAUSE.temporaryFailure,
  410: CAUSE.numberChanged,
  420: CAUSE.noRoute,
  480: CAUSE.noAnswer,
  483: CAUSE.noAnswer,
  484: CAUSE.invalidNumberFormat,
  485: CAUSE.unallocated,
  486: CAUSE.busy,
  488: CAUSE.bearerCapability,
  500: CAUSE.networkOutOfOrder,
  501: CAUSE.facilityRejected,
  502: CAUSE.destinationOutOfOrder,
  503: CAUSE.congestion,
  504: CAUSE.timerExpired,
  505: CAUSE.interworking,
  600: CAUSE.busy,
  603: CAUSE.rejected,
  604: CAUSE.unallocated,
  606: CAUSE.bearerCapability,
};

function causeSince16(status: number): number {
  const known = CAUSES_16[status];
  if (known !== undefined) return known;
  if (status < 400) return CAUSE.normal;
  return status >= 500 && status < 600 ? CAUSE.congestion : CAUSE.interworking;
}

type Ending = Refusal['endsBy'];

function endings(statuses: { readonly [E in Ending]?: readonly number[] }): ReadonlyMap<number, Ending> {
  const pairs = Object.entries(statuses) as [Ending, readonly number[]][];
  return new Map(pairs.flatMap(([endsBy, those]) => those.map((status) => [status, endsBy])));
}
