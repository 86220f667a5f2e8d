import { describe, expect, it } from 'vitest';
import { withFiles } from '../../story/files.ts';

const ENDPOINT = '[1001]\ntype=endpoint\ncontext=phones\naors=1001\n[1001]\ntype=aor\nmax_contacts=1\n';
const PLAN = '[phones]\nexten => _1XXX,1,Answer()\n';

/** Risks of a scenario of one server. */
function risks(profile: string, files: Readonly<Record<string, string>>, phones: string): readonly string[] {
  const { remarks } = withFiles(
    { 'pbx/extensions.conf': PLAN, ...files },
    `profile: ${profile}\nservers: { pbx: { address: 10.9.0.1 } }\nphones: { office: { ${phones} } }\n`,
  );
  return remarks.filter(({ severity }) => severity === 'risk').map(({ text }) => text);
}

describe('phones that their server refuses', () => {
  it.each([
    [
      'one of two',
      'asterisk-22',
      { 'pbx/pjsip.conf': ENDPOINT },
      'numbers: 1001..1002',
      'phone 1002 lacks an endpoint in the pjsip.conf of pbx: every registration is refused; "static: yes" gives each phone one',
    ],
    [
      'several',
      'asterisk-16',
      { 'pbx/sip.conf': '[general]\ncontext=phones\n[1001]\ntype=friend\nhost=dynamic\n' },
      'numbers: 1001..1003',
      '2 phones, such as 1002, lack a section in the sip.conf of pbx: every registration is refused; "static: yes" gives each phone one',
    ],
  ])('%s', (_, profile, files, phones, risk) => {
    expect(risks(profile, files as Readonly<Record<string, string>>, phones)).toContain(risk);
  });

  it('when their own server fails', () => {
    const sip = (number: string): string => `[general]\ncontext=phones\n[${number}]\ntype=friend\nhost=dynamic\n`;
    const { remarks } = withFiles(
      {
        'pbx/extensions.conf': PLAN,
        'pbx/sip.conf': sip('1001'),
        'spare/extensions.conf': PLAN,
        'spare/sip.conf': sip('1009'),
      },
      'profile: asterisk-16\nservers: { pbx: { address: 10.9.0.1 }, spare: { address: 10.9.0.2 } }\nphones: { office: { numbers: [ 1001 ], home: pbx, backup: spare } }\n',
    );
    expect(remarks.map(({ text }) => text)).toContain(
      'phone 1001 lacks a section in the sip.conf of spare, which refuses what registers there when pbx fails; "static: yes" gives each phone one',
    );
  });

  it.each([
    ['all have one', { 'pbx/pjsip.conf': ENDPOINT }, 'numbers: [ 1001 ]'],
    ['the scenario gives them one', { 'pbx/pjsip.conf': ENDPOINT }, 'numbers: 1001..1003, static: yes'],
    [
      'the database has them',
      {
        'pbx/pjsip.conf': ENDPOINT,
        'pbx/sorcery.conf':
          '[res_pjsip]\nendpoint=realtime,ps_endpoints\nauth=realtime,ps_auths\naor=realtime,ps_aors\n',
        'pbx/extconfig.conf': '[settings]\nps_endpoints => odbc,a\nps_auths => odbc,a\nps_aors => odbc,a\n',
      },
      'numbers: 1001..1003',
    ],
  ])('none where %s', (_, files, phones) => {
    expect(risks('asterisk-22', files as Readonly<Record<string, string>>, phones).join('\n')).not.toContain(
      'registration is refused',
    );
  });
});

it('under chan_pjsip calls begin where the endpoint says, or the row, or the server', () => {
  const { remarks } = withFiles(
    { 'pbx/extensions.conf': PLAN, 'pbx/pjsip.conf': ENDPOINT },
    'profile: asterisk-22\nservers: { pbx: { address: 10.9.0.1 } }\nphones: { office: { numbers: [ 1001 ] } }\ncalls: [ { at: 1s, from: 1001, to: 1002 } ]\n',
  );
  expect(remarks.map(({ text }) => text).join('\n')).not.toContain('calls begin in');
  const other = withFiles(
    { 'pbx/extensions.conf': PLAN, 'pbx/pjsip.conf': ENDPOINT.replace('context=phones', 'context=office') },
    'profile: asterisk-22\nservers: { pbx: { address: 10.9.0.1 } }\nphones: { office: { numbers: [ 1001 ] } }\ncalls: [ { at: 1s, from: 1001, to: 1002 } ]\n',
  );
  expect(other.remarks.map(({ text }) => text).join('\n')).toContain(
    'calls begin in [office], which extensions.conf does not have',
  );
});

it('calls through the backup server begin in its own context', () => {
  const sip = (context: string): string => `[general]\ncontext=${context}\n`;
  const { remarks } = withFiles(
    {
      'pbx/extensions.conf': PLAN,
      'pbx/sip.conf': sip('phones'),
      'spare/extensions.conf': PLAN,
      'spare/sip.conf': sip('default'),
    },
    'profile: asterisk-16\nservers: { pbx: { address: 10.9.0.1 }, spare: { address: 10.9.0.2 } }\nphones: { office: { numbers: 1001..1002, home: pbx, backup: spare, static: yes } }\ncalls: [ { at: 1s, from: 1001, to: 1002 } ]\n',
  );
  expect(remarks.map(({ text }) => text)).toContain(
    'spare, when pbx fails: calls begin in [default], which extensions.conf does not have: each is refused (404)',
  );
});
