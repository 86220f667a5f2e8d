import { expect, it } from 'vitest';
import { readServer } from '../../src/asterisk/index.ts';
import type { ProfileName } from '../../src/model/profiles.ts';
import { rulesOf } from '../../src/model/rules.ts';
import { reviewScenario } from '../../src/scenario/index.ts';
import { fourServers } from './fourServers.ts';

/** `file: source` of every risk in these files. */
function sources(profile: ProfileName, files: Readonly<Record<string, string>>): readonly string[] {
  const rules = rulesOf(profile);
  const list = Object.entries(files).map(([path, text]) => ({ path, text }));
  const { remarks } = readServer(list, { dialect: rules.dialect, name: 's', rules });
  return remarks.flatMap((one) => (one.severity === 'risk' ? `${one.place.file}: ${one.text} (${one.source})` : []));
}

/** What a text is read as; the wizards of these tests are not whole. */
const OF_READING = /unknown key|; expected|does not know|type is/;

it.each<[ProfileName, string, string, string]>([
  ['asterisk-1.2', 'dundi.conf', '[general]\ncachetim=5\n', 'pbx_dundi.c:set_config'],
  ['asterisk-1.2', 'sip.conf', '[general]\ncontext=a\nrtcachefrends=yes\n', 'chan_sip.c:reload_config'],
  ['asterisk-16', 'iax.conf', '[general]\nautokil=yes\n', 'chan_iax2.c:set_config'],
  ['asterisk-16', 'iax.conf', '[general]\nmaxauthreq=many\n', 'chan_iax2.c:set_config'],
  ['asterisk-16', 'iax.conf', '[a]\ntype=frend\n', 'chan_iax2.c:set_config'],
  ['asterisk-16', 'iax.conf', '[a]\ntype=peer\nhost=dynamic\nqualify=yse\n', 'chan_iax2.c:build_peer'],
  ['asterisk-1.2', 'iax.conf', '[general]\nmaxauthreq=5\n', '1.2.6, chan_iax2.c:set_config'],
  ['asterisk-22', 'pjsip.conf', '[a]\ntype=aor\nmax_contact=1\n', 'res_sorcery_config.c:sorcery_config_internal_load'],
  [
    'asterisk-22',
    'pjsip.conf',
    '[a]\ntype=aor\nmax_contacts=two\n',
    'res_sorcery_config.c:sorcery_config_internal_load',
  ],
  ['asterisk-22', 'pjsip.conf', '[a]\ntype=oar\n', 'res_sorcery_config.c:sorcery_config_internal_load'],
  [
    'asterisk-22',
    'pjsip_wizard.conf',
    '[a]\ntype=wizard\nsends_auht=yes\n',
    'res_pjsip_config_wizard.c:wizard_apply_handler',
  ],
  [
    'asterisk-22',
    'pjsip_wizard.conf',
    '[a]\ntype=wizard\naor/max_contact=1\n',
    'res_pjsip_config_wizard.c:wizard_apply_handler',
  ],
])('under %s a risk of %s names its reader: %j', (profile, file, text, source) => {
  const [said = '', ...more] = sources(profile, { [file]: text }).filter((line) => OF_READING.test(line));
  expect(more).toEqual([]);
  expect(said).toContain(`${file}: `);
  expect(said.endsWith(`(${source})`), said).toBe(true);
  if (said.includes('unknown key')) expect(said).toContain(`of ${file}: `);
});

it('a key of an included file is of the reader of the file that includes it', () => {
  const files = { 'sip.conf': '[general]\ncontext=a\n#include more\n', 'more': 'rtcachefrends=yes\n' };
  expect(sources('asterisk-16', files).filter((line) => line.startsWith('more'))).toEqual([
    expect.stringMatching(/^more: unknown key .* of sip.conf: .*\(chan_sip.c:reload_config\)$/),
  ]);
});

it('yes and no have a nearest spelling, those of a wizard too', () => {
  const wizard = {
    'pjsip_wizard.conf': '[a]\ntype=wizard\nsends_auth=on\naccepts_registrations=yse\noutbound_auth/username=u\n',
  };
  expect(sources('asterisk-22', wizard).filter((line) => OF_READING.test(line))).toEqual([
    'pjsip_wizard.conf: accepts_registrations is "yse"; expected yes or no; Asterisk takes no; did you mean "yes"? (utils.c:ast_true)',
  ]);
});

it.each<[ProfileName, string, string]>([
  ['asterisk-16', 'chan_sip.c:get_destination', 'chan_sip.c:register_verify'],
  ['asterisk-22', 'res_pjsip_session.c:get_destination', 'pjsip_distributor.c:endpoint_lookup'],
])('under %s a risk of the scenario names the channel driver of its phones', (profile, destination, unknown) => {
  const { files, scenario } = fourServers(profile);
  const folders = new Map([['./conf', Object.entries(files).map(([path, text]) => ({ path, text }))]]);
  const text = scenario.replace('101..102', '101..103').replace('to: 402', "to: '999'");
  const { remarks } = reviewScenario({ path: 'four.yaml', text, folders, sets: [] });
  const said = remarks.flatMap((one) => (one.severity === 'risk' ? `${one.risk}: ${one.source}` : []));
  expect(said).toEqual([`notInFile: ${unknown}`, `numberUnmatched: ${destination}`]);
});
