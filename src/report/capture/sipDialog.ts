/** The INVITE and what follows it between two hosts. */
export interface Dialog {
  readonly id: string;
  readonly callId: string;
  /** The host that sent the INVITE, and the other one. */
  readonly caller: number;
  readonly called: number;
  readonly fromUser: string;
  readonly toUser: string;
  /** CSeq of the first INVITE: 1 of a phone, 102 of a server (chan_sip.c:initreqprep). */
  readonly first: number;
  /** CSeq of the last INVITE. */
  last: number;
  /** When its INVITE was sent, µs. */
  readonly began: number;
  /** The last INVITE had a final response. */
  isAnswered: boolean;
  /** The final response that has reached the caller last, and the CSeq of its INVITE. */
  acknowledges: { readonly status: number; readonly cseq: number } | undefined;
  /** CSeq of the last INVITE within the dialog that was answered, by the host that sent it. */
  readonly reinvited: Map<number, number>;
  /** Requests that the caller and the called have sent since. */
  readonly later: Map<number, Map<string, number>>;
}

/** Which INVITE a response answers: a challenge the first one, any other the last. */
export function cseqOf({ first, last }: Dialog, status: number): number {
  return status === 401 ? first : last;
}
