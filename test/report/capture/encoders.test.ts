import { describe, expect, it } from 'vitest';
import { EidList } from '../../../src/model/protocol/eidList.ts';
import type { CallId, HostId, PhoneId } from '../../../src/model/ids.ts';
import {
  DPDISCOVER,
  DPREGREQ,
  DPREGRESPONSE,
  DPRESPONSE,
  DUNDI_ACK,
  DUNDI_CANCEL,
  DUNDI_NULL,
  ENCREJ,
  INVALID,
} from '../../../src/model/protocol/dundi.ts';
import * as iax from '../../../src/model/protocol/iax2.ts';
import { MESSAGES } from '../../../src/model/protocol/index.ts';
import * as sip from '../../../src/model/protocol/sip.ts';
import type { MessageRecord } from '../../../src/model/records.ts';
import { dundiPacket } from '../../../src/report/capture/dundiPacket.ts';
import { IaxFrames } from '../../../src/report/capture/iaxFrames.ts';
import { Wire } from '../../../src/report/capture/wire.ts';
import { CALLED, config, hex, HUB, OTHER, PHONE, sent, SERVER } from './bench.ts';

const eidText = (eid: number): string => `00:00:00:00:00:0${eid}`;
const header = { source: 3, destination: 0, sequence: 0, expects: 0, call: 0 } as const;
const discover = {
  ...header,
  number: '1002',
  context: 'priv',
  ttl: 2,
  bypass: false,
  eids: new EidList([1, 2], 0),
  direct: new Set([2]),
  signedBy: '',
  sealedFor: '',
  withKey: false,
};
const hint = { dontAsk: true, unaffected: true, ttlExpired: false, prefix: '5' };
const answer = {
  tech: 'IAX2',
  destination: 'priv@h/1',
  exists: true,
  canMatch: true,
  matchMore: false,
  weight: 258,
  eid: 4,
  expiration: 9,
};
const response = {
  ...header,
  source: 9,
  destination: 3,
  expects: 1,
  answers: [answer],
  hint,
  expiration: 5,
  cause: 0,
  encrypted: false,
} as const;
const frame = { source: 2, destination: 0, call: 7 as CallId };
const register = {
  branch: 11,
  callId: 1,
  aor: 0 as PhoneId,
  contact: PHONE as HostId,
  expires: 300,
  credentials: 'right',
  nonce: 0,
} as const;
const invite = {
  dialog: 7,
  call: 7 as CallId,
  from: '1001',
  to: '1002',
  credentials: 'right',
  nonce: 0,
  digest: undefined,
} as const;
const inDialog = { dialog: 7, call: 7 as CallId };

const account = { branch: 5, account: 'office', extension: 's', secret: '', nonce: 0, expires: 120 } as const;

/** One of each, in an order in which they may follow each other. */
const samples: readonly MessageRecord[] = [
  sent(sip.REGISTER, PHONE, SERVER, register),
  sent(sip.REGISTER_RESPONSE, SERVER, PHONE, { branch: 11, status: 401, nonce: 12, stale: false, expires: 0 }),
  sent(sip.ACCOUNT_REGISTER, SERVER, HUB, account),
  sent(sip.ACCOUNT_REGISTER_RESPONSE, HUB, SERVER, { branch: 5, status: 401, nonce: 1, expires: 0 }),
  sent(sip.OPTIONS, SERVER, PHONE, { branch: 1 }),
  sent(sip.OPTIONS_RESPONSE, PHONE, SERVER, { branch: 1, status: 200 }),
  sent(sip.INVITE, PHONE, SERVER, invite),
  sent(sip.INVITE_RESPONSE, SERVER, PHONE, { ...inDialog, status: 401, nonce: 1 }),
  sent(sip.ACK, PHONE, SERVER, inDialog),
  sent(sip.CANCEL, PHONE, SERVER, inDialog),
  sent(sip.BYE, PHONE, SERVER, inDialog),
  sent(sip.REINVITE, PHONE, SERVER, { ...inDialog, number: 1, media: 'sendonly' }),
  sent(sip.REINVITE_RESPONSE, SERVER, PHONE, { ...inDialog, number: 1, status: 200 }),
  sent(sip.REFER, PHONE, SERVER, { ...inDialog, to: '700', replaces: 0 }),
  sent(sip.REFER_RESPONSE, SERVER, PHONE, { ...inDialog, status: 202 }),
  sent(sip.NOTIFY, SERVER, PHONE, { ...inDialog, status: 200 }),
  sent(DPDISCOVER, SERVER, HUB, discover),
  sent(DPRESPONSE, HUB, SERVER, response),
  sent(DPREGREQ, SERVER, HUB, { ...header, eid: 1, expiration: 60, signedBy: '', sealedFor: '', withKey: false }),
  sent(DPREGRESPONSE, HUB, SERVER, { ...header, expiration: 60, cause: 0, encrypted: false }),
  sent(DUNDI_ACK, HUB, SERVER, { ...header, final: false }),
  sent(DPREGREQ, SERVER, HUB, { ...header, eid: 1, expiration: 60, signedBy: '', sealedFor: '', withKey: false }),
  sent(DPREGRESPONSE, HUB, SERVER, { ...header, expiration: 60, cause: 0, encrypted: false }),
  ...[DUNDI_CANCEL, DUNDI_NULL, ENCREJ, INVALID].map((message) => sent(message, HUB, SERVER, header)),
  sent(iax.NEW, SERVER, OTHER, {
    ...frame,
    user: 'priv',
    context: '',
    exten: '1002',
    callingNumber: '1001',
    tokened: false,
  }),
  sent(iax.AUTHREP, SERVER, OTHER, { ...frame, secret: 's' }),
  ...[iax.REJECT, iax.HANGUP].map((message) => sent(message, SERVER, OTHER, { ...frame, cause: 17 })),
  sent(iax.REGREQ, SERVER, OTHER, { ...frame, account: 'office', secret: 's', refresh: 60 }),
  sent(iax.REGACK, SERVER, OTHER, { ...frame, refresh: 60 }),
  ...[
    iax.POKE,
    iax.POKE_PONG,
    iax.POKE_ACK,
    iax.ACK,
    iax.VNAK,
    iax.REGAUTH,
    iax.REGREJ,
    iax.CALLTOKEN,
    iax.AUTHREQ,
    iax.ACCEPT,
    iax.INVAL,
    iax.RINGING,
    iax.ANSWER,
    iax.LAGRQ,
    iax.LAGRP,
    iax.PING,
    iax.PONG,
  ].map((message) => sent(message, SERVER, OTHER, frame)),
];

describe('every message but those of MySQL', () => {
  it('has its bytes: who declares a message says here what it looks like on the wire', () => {
    const wire = new Wire(config, eidText);
    const written = new Set(samples.filter((record) => wire.frame(record) !== undefined).map(({ message }) => message));
    const missing = MESSAGES.filter((message) => message.protocol !== 'MySQL' && !written.has(message));
    expect(missing.map(({ protocol, title }) => `${protocol} ${title}`)).toEqual([]);
  });
});

describe('DUNDi', () => {
  it('DPDISCOVER: version, EIDs, direct ones apart, number, context, ttl', () => {
    expect(hex(dundiPacket(DPDISCOVER as never, discover, eidText))).toBe(
      [
        '42030000',
        '0000',
        '01',
        '00',
        '0a020001',
        '0106000000000001',
        '0406000000000002',
        '030431303032',
        '020470726976',
        '06020002',
      ].join(''),
    );
  });

  it('DPRESPONSE: final; answers with their flags and weights, the hint, the expiration', () => {
    expect(hex(dundiPacket(DPRESPONSE as never, response, eidText))).toBe(
      [
        '42094203',
        '0100',
        'c2',
        '00',
        '05130000000000040100050102' + hex(Buffer.from('priv@h/1')),
        '1403000635',
        '0b020005',
      ].join(''),
    );
  });

  it('a refusal has its cause, and a final ACK its bit', () => {
    const refused = { ...response, answers: [], expiration: 0, cause: 'duplicate' } as const;
    expect(hex(dundiPacket(DPRESPONSE as never, refused, eidText))).toContain('0e0a04' + hex(Buffer.from('duplicate')));
    const commands = [false, true].map(
      (final) => dundiPacket(DUNDI_ACK as never, { ...header, final } as never, eidText)![6],
    );
    expect(commands).toEqual([0x40, 0xc0]);
  });

  it('a packet begins with 0x42 to 0x7f: Wireshark takes none for another protocol; transactions differ', () => {
    const numbers = Array.from({ length: 10_000 }, (_, n) => {
      const packet = dundiPacket(DUNDI_NULL as never, { ...header, source: n + 1 }, eidText)!;
      return packet[0]! * 256 + packet[1]!;
    });
    const odd = numbers.map((number) => number >> 8).filter((byte) => byte < 0x42 || byte > 0x7f || byte % 16 < 2);
    expect(odd).toEqual([]);
    expect(new Set(numbers).size).toBe(10_000);
  });
});

describe('IAX2', () => {
  const ask = { ...frame, user: 'priv', context: '', exten: '1002', callingNumber: '', tokened: false };

  it('counts the frames of each end, and gives the time since its first one', () => {
    const frames = new IaxFrames();
    const heads = [
      sent(iax.NEW, SERVER, OTHER, ask, 1_000_000),
      sent(iax.AUTHREQ, OTHER, SERVER, { source: 5, destination: 2, call: 7 as CallId }, 1_001_000),
      sent(iax.AUTHREP, SERVER, OTHER, { source: 2, destination: 5, call: 7 as CallId, secret: 's' }, 1_002_000),
      sent(iax.ACCEPT, OTHER, SERVER, { source: 5, destination: 2, call: 7 as CallId }, 1_003_000),
    ].map((record) => {
      const bytes = frames.frame(record);
      frames.arrived(record);
      return hex(bytes).slice(0, 24);
    });
    expect(heads).toEqual([
      '800300000000000000000601',
      '800600030000000000010608',
      '800300060000000201010609',
      '800600030000000201020607',
    ]);
  });

  it('a NEW that is sent again is the same with the bit of a retransmission; after a CALLTOKEN the call begins anew', () => {
    const frames = new IaxFrames();
    const first = sent(iax.NEW, SERVER, OTHER, ask, 0);
    const heads = [first, sent(iax.NEW, SERVER, OTHER, ask, 2_000_000)].map((record) =>
      hex(frames.frame(record)).slice(0, 20),
    );
    const token = sent(iax.CALLTOKEN, OTHER, SERVER, { source: 0, destination: 2, call: 7 as CallId }, 2_001_000);
    frames.frame(token);
    frames.arrived(token);
    heads.push(hex(frames.frame(sent(iax.NEW, SERVER, OTHER, { ...ask, tokened: true }, 2_002_000))).slice(0, 20));
    expect(heads).toEqual(['80030000000000000000', '80038000000000000000', '80030000000007d20000']);
  });

  it('a numbered frame that is sent again is the same; ACK and VNAK have the number that the sender expects', () => {
    const frames = new IaxFrames();
    const back = { source: 5, destination: 2, call: 7 as CallId };
    const head = (record: MessageRecord, arrives: boolean): string => {
      const bytes = frames.frame(record);
      if (arrives) frames.arrived(record);
      return hex(bytes).slice(0, 24);
    };
    expect([
      head(sent(iax.NEW, SERVER, OTHER, ask, 0), true),
      head(sent(iax.ACCEPT, OTHER, SERVER, { ...back, sequence: 1 }, 1000), false),
      head(sent(iax.RINGING, OTHER, SERVER, { ...back, sequence: 2 }, 1000), true),
      head(sent(iax.VNAK, SERVER, OTHER, { source: 2, destination: 5, call: 7 as CallId, sequence: 1 }, 2000), true),
      head(sent(iax.ACCEPT, OTHER, SERVER, { ...back, sequence: 1 }, 3000), true),
      head(sent(iax.ACK, SERVER, OTHER, { source: 2, destination: 5, call: 7 as CallId, sequence: 1 }, 4000), true),
    ]).toEqual([
      '800300000000000000000601',
      '800600030000000000010607',
      '800600030000000001010403',
      '800300060000000201000612',
      '800680030000000000010607',
      '800300060000000401010604',
    ]);
  });
});

describe('SIP', () => {
  const text = (wire: Wire, record: MessageRecord): string => Buffer.from(wire.frame(record)!.subarray(42)).toString();
  const field = (message: string, name: string): string =>
    new RegExp(`^${name}: (.*)\r$`, 'm').exec(message)?.[1] ?? '';

  it('one dialog has one Call-ID, its tags, a CSeq more for the digest, and the branch of its INVITE in ACK and CANCEL', () => {
    const wire = new Wire(config, eidText);
    const challenge = sent(sip.INVITE_RESPONSE, SERVER, PHONE, { ...inDialog, status: 401, nonce: 1 });
    const answered = sent(sip.INVITE_RESPONSE, SERVER, PHONE, { ...inDialog, status: 200, nonce: 0 });
    const said = [
      text(wire, sent(sip.INVITE, PHONE, SERVER, invite)),
      text(wire, challenge),
      (wire.arrived(challenge), text(wire, sent(sip.ACK, PHONE, SERVER, inDialog))),
      text(wire, sent(sip.INVITE, PHONE, SERVER, { ...invite, nonce: 1 })),
      text(wire, sent(sip.CANCEL, PHONE, SERVER, inDialog)),
      text(wire, answered),
      (wire.arrived(answered), text(wire, sent(sip.ACK, PHONE, SERVER, inDialog))),
      text(wire, sent(sip.BYE, SERVER, PHONE, inDialog)),
    ];
    expect(new Set(said.map((message) => field(message, 'Call-ID'))).size).toBe(1);
    expect(said.map((message) => field(message, 'CSeq'))).toEqual([
      '1 INVITE',
      '1 INVITE',
      '1 ACK',
      '2 INVITE',
      '2 CANCEL',
      '2 INVITE',
      '2 ACK',
      '102 BYE',
    ]);
    const branches = said.map((message) => /branch=(\w+)/.exec(message)![1]!);
    const names = [...new Set(branches)];
    expect(branches.map((branch) => names.indexOf(branch))).toEqual([0, 0, 0, 1, 1, 1, 2, 3]);
    const [caller, called] = [
      /tag=(\w+)/.exec(field(said[0]!, 'From'))![1]!,
      /tag=(\w+)/.exec(field(said[1]!, 'To'))![1]!,
    ];
    expect(field(said[7]!, 'From')).toBe(`<sip:1002@10.10.10.121>;tag=${called}`);
    expect(field(said[7]!, 'To')).toBe(`<sip:1001@10.10.10.121>;tag=${caller}`);
    expect([field(said[0]!, 'To'), field(said[4]!, 'To')]).toEqual([
      '<sip:1002@10.10.10.121>',
      '<sip:1002@10.10.10.121>',
    ]);
    expect(said[3]).toContain('Authorization: Digest username="1001"');
    expect(said[3]).toContain(`nonce="${/nonce="(\w+)"/.exec(said[1]!)![1]!}"`);
    expect(said[7]!.split('\r\n')[0]).toBe('BYE sip:1001@10.20.0.1:5060 SIP/2.0');
  });

  it('an INVITE within the dialog offers the media of a hold, and each has the CSeq after the last', () => {
    const wire = new Wire(config, eidText);
    const there = { dialog: -9, call: inDialog.call };
    text(wire, sent(sip.INVITE, SERVER, PHONE, { ...invite, dialog: -9 }));
    const [hold, again, held, ack, back, taken] = [
      text(wire, sent(sip.REINVITE, PHONE, SERVER, { ...there, number: 1, media: 'sendonly' })),
      text(wire, sent(sip.REINVITE, PHONE, SERVER, { ...there, number: 1, media: 'sendonly' })),
      text(wire, sent(sip.REINVITE_RESPONSE, SERVER, PHONE, { ...there, number: 1, status: 200 })),
      text(wire, sent(sip.ACK, PHONE, SERVER, there)),
      text(wire, sent(sip.REINVITE, PHONE, SERVER, { ...there, number: 2, media: 'sendrecv' })),
      text(wire, sent(sip.REINVITE_RESPONSE, SERVER, PHONE, { ...there, number: 2, status: 200 })),
    ];
    expect([hold, held, back, taken].map((one) => /a=(send|recv)\w*/.exec(one)![0])).toEqual([
      'a=sendonly',
      'a=recvonly',
      'a=sendrecv',
      'a=sendrecv',
    ]);
    expect([hold, again, held, ack, back, taken].map((one) => field(one, 'CSeq'))).toEqual([
      '1 INVITE',
      '1 INVITE',
      '1 INVITE',
      '1 ACK',
      '2 INVITE',
      '2 INVITE',
    ]);
    expect(new Set([hold, held, ack, back].map((one) => field(one, 'Call-ID'))).size).toBe(1);
  });

  it.each([
    ['called', SERVER, PHONE, '1002'],
    ['calling', PHONE, SERVER, '1001'],
  ])('a hold of the %s phone has the number of that phone as its contact', (_, inviter, other, user) => {
    const wire = new Wire(config, eidText);
    text(wire, sent(sip.INVITE, inviter, other, invite));
    const hold = { dialog: invite.dialog, call: invite.call, number: 1 };
    const asks = text(wire, sent(sip.REINVITE, PHONE, SERVER, { ...hold, media: 'sendonly' }));
    const taken = text(wire, sent(sip.REINVITE_RESPONSE, SERVER, PHONE, { ...hold, status: 200 }));
    expect(field(asks, 'Contact')).toContain(`sip:${user}@`);
    expect(field(taken, 'Contact')).toContain(`sip:${user === '1001' ? '1002' : '1001'}@`);
  });

  it('a REFER names the extension, its 202 has its CSeq, and NOTIFY carries the result', () => {
    const wire = new Wire(config, eidText);
    text(wire, sent(sip.INVITE, PHONE, SERVER, invite));
    const refer = text(wire, sent(sip.REFER, PHONE, SERVER, { ...inDialog, to: '700', replaces: 0 }));
    const accepted = text(wire, sent(sip.REFER_RESPONSE, SERVER, PHONE, { ...inDialog, status: 202 }));
    const notify = text(wire, sent(sip.NOTIFY, SERVER, PHONE, { ...inDialog, status: 200 }));
    expect(field(refer, 'Refer-To')).toMatch(/^<sip:700@/);
    expect(accepted.split('\r\n')[0]).toBe('SIP/2.0 202 Accepted');
    expect(field(accepted, 'CSeq')).toBe(field(refer, 'CSeq'));
    expect(field(notify, 'Content-Type')).toBe('message/sipfrag;version=2.0');
    expect(notify.endsWith('\r\n\r\nSIP/2.0 200 OK\r\n')).toBe(true);
  });

  it('an INVITE offers, and a 200 answers, with the address of its sender and a length that fits', () => {
    const wire = new Wire(config, eidText);
    const legs = { dialog: -3, call: 7 as CallId };
    const offer = text(wire, sent(sip.INVITE, SERVER, CALLED, { ...invite, ...legs }));
    const ring = text(wire, sent(sip.INVITE_RESPONSE, CALLED, SERVER, { ...legs, status: 180, nonce: 0 }));
    const reply = text(wire, sent(sip.INVITE_RESPONSE, CALLED, SERVER, { ...legs, status: 200, nonce: 0 }));
    expect([offer, reply].map((message) => /^c=IN IP4 (.*)\r$/m.exec(message)![1])).toEqual([
      '10.10.10.121',
      '10.20.0.2',
    ]);
    for (const message of [offer, ring, reply])
      expect(field(message, 'Content-Length')).toBe(`${message.split('\r\n\r\n')[1]!.length}`);
    expect(ring.endsWith('\r\n\r\n')).toBe(true);
    expect(field(offer, 'CSeq')).toBe('102 INVITE');
  });

  it('every REGISTER of an agent has the same Call-ID and a CSeq more; sent again it is the same', () => {
    const wire = new Wire(config, eidText);
    const passes = [register, register, { ...register, branch: 12, nonce: 12, expires: -1 }];
    const said = passes.map((fields) => text(wire, sent(sip.REGISTER, PHONE, SERVER, fields)));
    expect(said[0]).toBe(said[1]);
    expect(new Set(said.map((message) => field(message, 'Call-ID'))).size).toBe(1);
    expect(said.map((message) => field(message, 'CSeq'))).toEqual(['1 REGISTER', '1 REGISTER', '2 REGISTER']);
    expect([field(said[0]!, 'Expires'), field(said[2]!, 'Expires')]).toEqual(['300', '']);
    const granted = text(
      wire,
      sent(sip.REGISTER_RESPONSE, SERVER, PHONE, { branch: 12, status: 200, nonce: 0, stale: false, expires: 300 }),
    );
    expect(field(granted, 'CSeq')).toBe('2 REGISTER');
    expect(field(granted, 'Contact')).toBe('<sip:1001@10.20.0.1:5060>;expires=300');
    expect(field(granted, 'Via')).toBe(field(said[2]!, 'Via'));
  });
});
