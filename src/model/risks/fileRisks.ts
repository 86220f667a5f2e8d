import { kind } from './riskKind.ts';

/** The reader of each file. */
const READERS = {
  'dundi.conf': 'pbx_dundi.c:set_config',
  'sip.conf': 'chan_sip.c:reload_config',
  'iax.conf': 'chan_iax2.c:set_config',
  'pjsip.conf': 'res_sorcery_config.c:sorcery_config_internal_load',
  'pjsip_wizard.conf': 'res_pjsip_config_wizard.c:wizard_apply_handler',
  'queues.conf': 'app_queue.c:queue_set_param',
  'features.conf': 'res_features.c:load_config, features_config.c:load_config',
  'res_parking.conf': 'config_options.c:aco_process_var',
  'extensions.conf': 'pbx_config.c:pbx_load_config',
} as const;

/** What Asterisk reads otherwise than it is written, in any `.conf` file. */
export const FILE_RISKS = {
  unknownKey: kind('a key that the file does not have', READERS),
  laterKey: kind('a key that Asterisk 1.2 does not have', {
    'dundi.conf': '1.2.6, pbx_dundi.c:set_config',
    'sip.conf': '1.2.6, chan_sip.c:build_peer',
    'iax.conf': '1.2.6, chan_iax2.c:set_config',
    'queues.conf': '1.2.6, app_queue.c:reload_queues',
  }),
  notANumber: kind('a text where a number belongs', READERS),
  notAQualify: kind('a value of qualify that is neither yes, no nor milliseconds', {
    'dundi.conf': 'pbx_dundi.c:build_peer',
    'sip.conf': 'chan_sip.c:build_peer',
    'iax.conf': 'chan_iax2.c:build_peer',
  }),
  notAFlag: kind('a value that is neither yes nor no', 'utils.c:ast_true'),
  restUnread: kind('a value of which only the beginning is read', READERS),
  openComment: kind('a block comment without an end', 'config.c:config_text_file_load'),
  strayCommentEnd: kind('the end of a block comment that was never opened', 'config.c:config_text_file_load'),
  textAfterSection: kind('a text behind the name of a section', 'config.c:process_text_line'),
  execNotRun: kind('#exec, which is not run here', 'config.c:process_text_line'),
  unknownDirective: kind('a directive that is none', 'config.c:process_text_line'),
  noFileName: kind('#include without a file name', 'config.c:process_text_line'),
  noEquals: kind('a line without "="', 'config.c:process_text_line'),
  nothingBeforeEquals: kind('nothing before "="', 'config.c:process_text_line'),
  secondSection: kind('a section of which only the first is read', 'config.c:ast_variable_browse'),
  secondContext: kind('a context that 1.2 drops, being the second of its name', '1.2.6, pbx.c:ast_context_create'),
  otherDriver: kind('phones in the file of the other channel driver', 'ChangeLog-21.0.0.md: chan_sip removed'),
  noTypeOfSection: kind('a section without a type, or of one that there is not', {
    'sip.conf': 'chan_sip.c:reload_config',
    'iax.conf': 'chan_iax2.c:set_config',
    'pjsip.conf': 'res_sorcery_config.c:sorcery_config_internal_load',
  }),
  noSuchFamily: kind('a family of extconfig.conf that nothing reads', 'config.c:read_config_maps'),
  noDatabase: kind('a line of extconfig.conf without a database', 'config.c:read_config_maps'),
  noKindOfObject: kind('a kind of object that res_pjsip does not have', 'sorcery.c:__ast_sorcery_apply_config'),
  noWizard: kind('a way to keep objects that there is not', 'sorcery.c:__ast_sorcery_apply_wizard_mapping'),
  noFamilyOfWizard: kind(
    'objects in a family that extconfig.conf does not map',
    'config.c:ast_realtime_is_mapping_defined, sorcery.c:__ast_sorcery_apply_wizard_mapping',
  ),
  noSqlOfFunction: kind('a function of func_odbc.conf without SQL', 'func_odbc.c:init_acf_query'),
} as const;
