import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../../src/scenario/index.ts';
import { extensionsOf, parseCallerId, passesInvites } from '../../../src/asterisk/callerIdText.ts';
import { folder } from '../world.ts';

function read(row: string, rest = ''): ReturnType<typeof parseScenario> {
  const text = `asterisk: paper\nphones:\n  a: { numbers: 1001..1002, home: regpbx1, row: { ${row} }${rest} }\n`;
  return parseScenario({ path: 'a.yaml', text, folders: new Map([['paper', folder('paper')]]), sets: [] });
}

describe('columns of a row', () => {
  it('are read as sip.conf reads them, and shared by the phones of the group', () => {
    const { phones } = read(
      'context: office, qualify: yes, call-limit: 2, canreinvite: no, regexten: 201&202@x, callerid: Ann <201>, insecure: "port,invite", fullcontact: "NULL"',
    ).config;
    expect(phones.at(0)!.row).toEqual({
      context: 'office',
      qualifyMs: 2000,
      callLimit: 2,
      directMedia: false,
      regExten: ['201', '202'],
      callerId: { name: 'Ann', number: '201' },
      insecureInvite: true,
      fullContactIsNull: true,
    });
    expect(phones.at(1)!.row).toBe(phones.at(0)!.row);
  });

  it('are empty where they are not written', () => {
    const { row } = read('qualify: no').config.phones.at(0)!;
    expect(row).toMatchObject({ qualifyMs: 0, fullContactIsNull: false });
    expect(Object.values(row!).filter((value) => value !== undefined)).toEqual([0, false]);
    expect(read('qualify: 1500').config.phones.at(0)!.row!.qualifyMs).toBe(1500);
  });

  it('that are wrong are mistakes, with the nearest right name', () => {
    expect(() => read('qualify: often')).toThrow(/a\.yaml:3:\d+.*found "often", expected yes, no or milliseconds/s);
    expect(() => read('call-limmit: 1')).toThrow(/call-limit/);
    expect(() => read('qualify: no', ', static: yes')).toThrow(/have no rows in the database/);
  });
});

describe('columns of ps_endpoints and ps_aors', () => {
  const PJSIP = 'profile: asterisk-22\n';
  const of = (row: string) => {
    const folders = new Map([['paper', folder('paper-22')]]);
    const text = `${PJSIP}asterisk: paper\nphones:\n  a: { numbers: [ 1001 ], home: regpbx1, row: { ${row} } }\n`;
    return parseScenario({ path: 'a.yaml', text, folders, sets: [] });
  };

  it('are read as pjsip.conf reads them', () => {
    const row = of(
      'context: office, direct_media: no, device_state_busy_at: 2, max_contacts: 3, remove_existing: yes, remove_unavailable: yes, minimum_expiration: 30s, maximum_expiration: 1h, default_expiration: 5m, qualify_frequency: 1m, qualify_timeout: 1.5s',
    ).config.phones.at(0)!.row!.pjsip;
    expect(row).toEqual({
      context: 'office',
      directMedia: false,
      busyAt: 2,
      maxContacts: 3,
      removeExisting: true,
      removeUnavailable: true,
      minExpiration: 30,
      maxExpiration: 3600,
      defaultExpiration: 300,
      qualifyFrequency: 60_000_000,
      qualifyTimeout: 1_500_000,
    });
  });

  it('and those of the other driver do nothing, which is said', () => {
    const risks = (scenario: ReturnType<typeof parseScenario>) =>
      scenario.remarks.map(({ text }) => text).filter((text) => text.includes('no column'));
    expect(risks(of('qualify: yes'))).toEqual([
      'the tables ps_endpoints and ps_aors have no column "qualify", as far as it is modelled: it does nothing under this profile',
    ]);
    expect(risks(read('max_contacts: 2'))).toEqual([
      'chan_sip\'s table has no column "max_contacts", as far as it is modelled: it does nothing under this profile',
    ]);
  });
});

it('a caller id is a name and a number, or one of them', () => {
  const none = { name: '', number: '' };
  expect(['"Ann B" <201>', 'Ann <201>', '<201>', '201', '*31#', 'Ann', '"201 b"', ''].map(parseCallerId)).toEqual([
    { name: 'Ann B', number: '201' },
    { name: 'Ann', number: '201' },
    { name: '', number: '201' },
    { name: '', number: '201' },
    { name: '', number: '*31#' },
    { name: 'Ann', number: '' },
    { name: '201 b', number: '' },
    none,
  ]);
});

it('insecure lets INVITEs pass with invite or very; regexten may name several', () => {
  expect(['invite', 'port,invite', 'very', 'port', 'no', 'Invite '].map(passesInvites)).toEqual([
    true,
    true,
    true,
    false,
    false,
    true,
  ]);
  expect(extensionsOf('1001&2001@other&')).toEqual(['1001', '2001']);
});
