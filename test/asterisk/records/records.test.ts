import { describe, expect, it } from 'vitest';
import { readCdrs } from '../../../src/asterisk/records/cdr.ts';
import { readLog } from '../../../src/asterisk/records/consoleLog.ts';
import { faultsOf } from '../../../src/asterisk/records/incident.ts';
import { recordedCalls } from '../../../src/asterisk/records/recordedCalls.ts';
import { readSipTable } from '../../../src/asterisk/records/sipTableDump.ts';
import { logTime, wallText, wallTime } from '../../../src/asterisk/records/wallTime.ts';

const NOON = wallTime('2006-03-07 12:00:00')!;
const row = (
  channel: string,
  called: string,
  disposition = 'ANSWERED',
  start = '2006-03-07 10:00:29',
  billed = '1',
): string =>
  `"","1081","1082","dialdundi","""1081"" <1081>","${channel}","${called}","Dial","SIP/1082","${start}","","2006-03-07 10:00:38",9,${billed},"${disposition}","DOCUMENTATION"`;

describe('times of records', () => {
  it('are those of Date, without a time zone', () => {
    for (const text of ['1970-01-01 00:00:00', '2000-02-29 23:59:59', '2006-03-07 10:00:29', '2026-12-31 12:00:00'])
      expect([wallTime(text)! / 1000, wallText(wallTime(text)!)]).toEqual([
        Date.parse(`${text.replace(' ', 'T')}Z`),
        text,
      ]);
    for (const text of ['2006-13-01 00:00:00', '2006-03-07', '10:00:29']) expect(wallTime(text)).toBeUndefined();
  });

  it('of old logs have no year: the nearest one is meant', () => {
    expect(wallText(logTime('Mar  7 10:05:42', NOON)!)).toBe('2006-03-07 10:05:42');
    expect(wallText(logTime('Jan  1 00:00:01', wallTime('2005-12-31 23:59:00')!)!)).toBe('2006-01-01 00:00:01');
    expect(wallText(logTime('Dec 31 23:59:59', wallTime('2006-01-01 00:01:00')!)!)).toBe('2005-12-31 23:59:59');
  });
});

describe('CDRs', () => {
  it('name the accounts of both channels', () => {
    const { cdrs, mistakes } = readCdrs('Master.csv', `${row('SIP/1081-0b0422d0', 'IAX2/regpbx2-4')}\n`);
    expect(mistakes).toEqual([]);
    expect(cdrs[0]).toMatchObject({
      caller: '1081',
      called: '',
      dst: '1082',
      tech: 'SIP',
      duration: 9_000_000,
      talked: 1_000_000,
      disposition: 'ANSWERED',
    });
  });

  it.each([
    [
      'of cdr_custom.conf',
      '"""1081"" <1081>","1081","1082","dialdundi","SIP/1081-0b0422d0","IAX2/regpbx2-4","Dial","SIP/1082","2006-03-07 10:00:29","2006-03-07 10:00:37","2006-03-07 10:00:38","9","1","ANSWERED","DOCUMENTATION","","1141725629.12","","1141725629.12","7"',
    ],
    ['with loguniqueid and loguserfield', `${row('SIP/1081-0b0422d0', 'IAX2/regpbx2-4')},"1141725629.12",""`],
    [
      'of a table, by the names of its columns',
      'uniqueid,calldate,clid,src,dst,dcontext,channel,dstchannel,lastapp,lastdata,duration,billsec,disposition\n7,2006-03-07 10:00:29,x,1081,1082,dialdundi,SIP/1081-0b0422d0,IAX2/regpbx2-4,Dial,SIP/1082,9,1,ANSWERED',
    ],
  ])('%s are the same calls', (_, text) => {
    const { cdrs, mistakes } = readCdrs('Master.csv', `${text}\n`);
    const [first] = readCdrs('Master.csv', row('SIP/1081-0b0422d0', 'IAX2/regpbx2-4')).cdrs;
    expect(mistakes).toEqual([]);
    expect(cdrs.map((cdr) => ({ ...cdr, place: undefined }))).toEqual([{ ...first, place: undefined }]);
  });

  it('need the columns that a call is made of', () => {
    const [mistake] = readCdrs(
      'cdr.csv',
      'src,dst,channel,calldate\n1081,1082,SIP/1081-1,2006-03-07 10:00:29\n',
    ).mistakes;
    expect(mistake).toMatchObject({
      place: { line: 1, column: 1 },
      text: 'the columns have names, and there is none of called, application, duration, billed, disposition',
    });
  });

  it.each([
    ['a,b\n', '1:1', 'found 2 columns; a row of Master.csv has at least 16'],
    [
      row('SIP/1-a1', '', 'ANSWERED', 'soon'),
      '1:80',
      'found "soon", expected the start of a call such as 2026-03-02 10:00:59',
    ],
    [row('SIP/1-a1', '', 'ANSWERED', undefined, 'x'), '1:129', 'found "x", expected whole seconds'],
    ['', '0:0', 'there is no call in it'],
  ])('say where they are wrong: %j', (text, place, said) => {
    const [mistake] = readCdrs('Master.csv', text).mistakes;
    expect([`${mistake!.place.line}:${mistake!.place.column}`, mistake!.text]).toEqual([place, said]);
  });

  it('of a call between servers count once, at the server of the caller; phones are at home where their calls pass', () => {
    const files = [
      { server: 'regpbx1', cdrs: readCdrs('a', row('SIP/1081-0a', 'IAX2/regpbx2-4')).cdrs },
      {
        server: 'regpbx2',
        cdrs: readCdrs('b', `${row('IAX2/priv-4', 'SIP/1082-0b')}\n${row('Zap/1-1', 'SIP/1082-0c')}`).cdrs,
      },
    ];
    const { calls, phones, homes, leftOut } = recordedCalls(files);
    expect(calls.map(({ from, to, isInternal, waited }) => [from, to, isInternal, waited])).toEqual([
      ['1081', '1082', true, 8_000_000],
    ]);
    expect(phones).toEqual(['1081', '1082']);
    expect([...homes]).toEqual([
      ['1081', 'regpbx1'],
      ['1082', 'regpbx2'],
    ]);
    expect([...leftOut]).toEqual([
      ['IAX2', 1],
      ['Zap', 1],
    ]);
  });
});

describe('a SIP table', () => {
  it('is CSV or what mysql --batch prints', () => {
    expect(readSipTable('t', 'id,name\n1,1001\n2,1002\n').names).toEqual(['1001', '1002']);
    expect(readSipTable('t', 'id\tname\n1\t1001\n').names).toEqual(['1001']);
    expect(readSipTable('t', 'id,nam\n').mistakes[0]!.text).toBe(
      'the first line has no column "name"; did you mean "nam"?',
    );
    expect(readSipTable('t', 'name,x\n10 01,2\n').mistakes[0]).toMatchObject({
      place: { line: 2, column: 1 },
      text: '"10 01" is no name of a phone',
    });
  });
});

describe('console logs', () => {
  const EID = '03:11:aa:02:b3:1d';
  const serverOf = (eid: string): string | undefined => (eid === EID ? 'regpbx2' : undefined);
  const said = (...logs: (readonly [server: string, ...lines: string[]])[]): unknown =>
    faultsOf(
      logs.map(([server, ...lines]) => ({ server, events: readLog(server, lines.join('\n'), NOON) })),
      serverOf,
    ).map(({ kind, server, at }) => [kind, server, wallText(at).slice(11)]);

  it('of a server that was started again: down from its last line before the boot', () => {
    const lines = [
      "Mar  7 10:04:41 VERBOSE[1] logger.c:     -- Registered SIP '1077' at 10.20.1.171 port 5060 expires 300",
      'Mar  7 10:11:10 NOTICE[2]: cdr.c: CDR simple logging enabled.',
      'Mar  7 10:11:11 VERBOSE[2] logger.c: Asterisk Event Logger Started /var/log/asterisk/event_log',
      'Mar  7 10:11:12 VERBOSE[2] logger.c: Asterisk Ready.',
    ];
    expect(said(['regpbx2', ...lines])).toEqual([
      ['crash', 'regpbx2', '10:04:41'],
      ['restart', 'regpbx2', '10:11:01'],
    ]);
    expect(said(['regpbx2', ...lines.slice(1)])).toEqual([]);
  });

  it('of others tell of a server without a log, by DUNDi, in both date formats', () => {
    expect(
      said([
        'dunpbx1',
        `Mar  7 10:05:42 NOTICE[4231]: pbx_dundi.c: Peer '${EID}' has become UNREACHABLE!`,
        `[2006-03-07 10:11:17] NOTICE[4231] pbx_dundi.c: Peer '${EID}' has become REACHABLE!`,
        'a line without a time',
      ]),
    ).toEqual([
      ['crash', 'regpbx2', '10:05:07'],
      ['restart', 'regpbx2', '10:10:32'],
    ]);
  });

  it('have a time before each line, as logger.conf says (dateformat)', () => {
    const text = "VERBOSE[4240][C-00000001] chan_sip.c: Registered SIP '1072' at 10.20.1.1:5060";
    const times = [
      'Mar  7 10:00:05',
      '[Mar  7 10:00:05]',
      '[Mar  7 10:00:05.123]',
      '[2006-03-07 10:00:05]',
      '[2006-03-07 10:00:05.123]',
      '[2006-03-07T10:00:05.123+0100]',
      '2006-03-07T10:00:05Z',
    ];
    for (const time of times) {
      const [event] = readLog('messages', `${time} ${text}`, NOON);
      expect([event?.what, wallText(event?.at ?? 0)], time).toEqual(['registered', '2006-03-07 10:00:05']);
    }
    expect(readLog('messages', `[07/03/06 10:00:05] ${text}`, NOON)).toEqual([]);
  });

  it('tell of the database', () => {
    const fails = (at: string): string =>
      `Mar  7 ${at} ERROR[1]: res_config_mysql.c: MySQL RealTime: Failed to connect database server asterisk on 10.10.10.110.`;
    expect(said(['regpbx1', fails('10:00:00'), fails('10:00:30'), fails('10:05:00')])).toEqual([
      ['stopDatabase', '', '10:00:00'],
      ['startDatabase', '', '10:00:31'],
      ['stopDatabase', '', '10:05:00'],
      ['startDatabase', '', '10:05:01'],
    ]);
  });
});
