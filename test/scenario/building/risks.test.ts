import { describe, expect, it } from 'vitest';
import { withFiles } from '../../story/files.ts';
import { parse } from '../world.ts';

/** Risks and notes of a scenario on the paper's files, with their lines; notes on keys of the files are left out. */
function said(text: string): string[] {
  return parse(text)
    .remarks.filter(({ place }) => place.file === 's.yaml')
    .map(({ severity, place, text: words }) => `${place.line}: ${severity}: ${words}`);
}

const CALLS = 'calls:\n  - { rate: 0.001/s }\n';

describe('calls that are refused where they begin', () => {
  it('a number that no pattern matches', () => {
    expect(said(`phones: { office: { numbers: 201..260 } }\n${CALLS}`)).toEqual([
      '3: risk: regpbx1 and 4 other servers: no pattern of [phones], where calls begin, matches 60 of the 60 numbers called, such as 201, and longer extensions begin with them: such calls are refused as incomplete (484)',
    ]);
  });

  it('some numbers, and one', () => {
    const phones = 'phones: { office: { numbers: "201..202,1001..1003", home: regpbx1 } }\n';
    expect(said(phones + CALLS)).toEqual([
      '3: risk: regpbx1: no pattern of [phones], where calls begin, matches 2 of the 5 numbers called, such as 201, and longer extensions begin with them: such calls are refused as incomplete (484)',
    ]);
    expect(said(`${phones}calls:\n  - { at: 1s, from: 1001, to: 33 }\n`)).toEqual([
      '3: risk: regpbx1: no pattern of [phones], where calls begin, matches the number 33, and longer extensions begin with it: such calls are refused as incomplete (484)',
    ]);
  });

  it('a context that the file does not have', () => {
    expect(
      said(`phones: { office: { numbers: 1001..1009 } }\nservers: { regpbx1: { context: phonse } }\n${CALLS}`),
    ).toContain(
      '4: risk: regpbx1: calls begin in [phonse], which extensions.conf does not have; did you mean "phones"?: each is refused (404)',
    );
  });

  /** One call from 101, on a server of Asterisk 16 with these lines of [phones]. */
  const dialled = (to: string, lines: string, more = '', general = ''): string[] =>
    withFiles(
      {
        'pbx/sip.conf': `[general]\ncontext=phones\nallowguest=no\n${general}\n[101]\ntype=friend\nhost=dynamic\n[102]\ntype=friend\nhost=dynamic\n`,
        'pbx/extensions.conf': `[phones]\n${lines}`,
        'pbx/res_parking.conf': '[general]\n[default]\nparkext=700\nparkpos=701-705\ncontext=parkedcalls\n',
      },
      `profile: asterisk-16\nduration: 1m\nservers: { pbx: {} }\nphones: { a: { numbers: [101, 102], home: pbx } }\ncalls: [ { at: 1s, from: 101, to: '${to}' } ]\n${more}`,
    ).remarks.flatMap(({ severity, text }) => (severity === 'risk' && text.startsWith('pbx: ') ? text : []));

  it('a number that longer extensions begin with is incomplete, as the server says', () => {
    const lines = 'exten => _10X,1,Dial(SIP/${EXTEN})\nexten => 500,1,Hangup()\n';
    const incomplete = (number: string): string =>
      `pbx: no pattern of [phones], where calls begin, matches the number ${number}, and longer extensions begin with it: such calls are refused as incomplete (484)`;
    for (const number of ['10', '5', '50']) expect(dialled(number, lines)).toEqual([incomplete(number)]);
    const refused = [
      'pbx: no pattern of [phones], where calls begin, matches the number 9: such calls are refused (404)',
    ];
    expect(dialled('9', lines)).toEqual(refused);
    expect(dialled('9', lines.replace('500', '900'), '', 'allowoverlap=no')).toEqual(refused);
    expect(dialled('9', lines.replace('500', '900'), 'rules: { overlapDialling: no }')).toEqual(refused);
  });

  it('an included context of parking has its slots, and one that begins them is incomplete', () => {
    const lines = 'include => parkedcalls\nexten => _10X,1,Dial(SIP/${EXTEN})\n';
    for (const number of ['700', '701', '705']) expect(dialled(number, lines), number).toEqual([]);
    expect(dialled('701', lines, 'rules: { parkedSlots: whileOccupied }')).toEqual([]);
    expect(dialled('70', lines)[0]).toContain('(484)');
    expect(dialled('706', lines)[0]).toContain('(404)');
    expect(dialled('701', lines.replace('include => parkedcalls\n', ''))[0]).toContain('(404)');
  });

  it('says nothing where a switch or a registration adds numbers', () => {
    for (const context of ['lookupdundi', 'sipregistration'])
      expect(
        said(
          `phones: { office: { numbers: 201..209, home: regpbx1 } }\nservers: { regpbx1: { context: ${context} } }\n${CALLS}`,
        ),
        context,
      ).toEqual([]);
  });
});

describe('faults', () => {
  const office = `phones: { office: { numbers: 1001..1020 } }\n${CALLS}`;
  const restart = 'faults:\n  - { at: 60s, restart: regpbx2 }\n';

  it('a restart without a crash', () => {
    expect(said(office + restart)).toEqual([
      '5: risk: the server is up then, and restarts at once: is a crash before it missing?',
    ]);
    expect(said(`${office}faults:\n  - { at: 6s, crash: regpbx2 }\n  - { at: 60s, restart: regpbx2 }\n`)).toEqual([]);
  });

  it('phones that never return to their own server', () => {
    const crash = 'faults:\n  - { at: 6s, crash: regpbx2 }\n  - { at: 60s, restart: regpbx2 }\n';
    const phones = (more: string): string =>
      `phones: { office: { numbers: 1001..1020, backup: next, kind: { secondServer: afterFailure${more} } } }\n`;
    expect(said(phones('') + CALLS + crash)).toEqual([
      '1: risk: phones of kind "polycom-2005" stay at their backup server when regpbx2 is back: they leave it only when it fails; "kind: { failback: 10m }" brings them back',
    ]);
    expect(said(phones(', failback: 1m') + CALLS + crash)).toEqual([]);
  });

  it('no calls', () => {
    expect(said('phones: { office: { numbers: 1001..1020 } }\n')).toEqual([
      '1: note: there are no calls: the run shows registrations only; see "calls:"',
    ]);
  });
});
