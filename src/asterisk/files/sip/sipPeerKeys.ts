import type { SipFixedPeer, StaticPeer } from '../../../model/config.ts';
import { extensionsOf, parseCallerId } from '../../callerIdText.ts';
import { boundedInteger, millisecondsOrYes, yesOrNo } from '../../confValues.ts';
import { quote, type Remarks } from '../../remarks.ts';
import type { Setting } from '../../setting.ts';
import { keyNames, type Draft, type KeyTable, type Setter } from '../../settings.ts';
import { COUNTED, setAllowOverlap, setDirectMedia, SIP_GENERAL } from './sipGeneralKeys.ts';

/** A section of either kind: whether it registers is what its `host` says. */
export type PeerDraft = Draft<StaticPeer & Omit<SipFixedPeer, 'kind'>>;

function setText(name: 'secret' | 'userName' | 'fromUser'): Setter<PeerDraft> {
  return (draft, setting) => {
    draft[name] = setting.value;
  };
}

const setCallLimit: Setter<PeerDraft> = (draft, setting, remarks) => {
  draft.callLimit = boundedInteger(setting, { from: 0, to: COUNTED, unit: 'calls', otherwise: 0 }, remarks);
};

/** A phone's section (chan_sip.c:build_peer). */
export const SIP_PEER: KeyTable<PeerDraft> = {
  modelled: new Map<string, Setter<PeerDraft>>([
    [
      'context',
      (draft, setting) => {
        draft.context = setting.value;
      },
    ],
    [
      'host',
      (draft, setting) => {
        draft.host = setting.value.toLowerCase() === 'dynamic' ? 'dynamic' : setting.value;
      },
    ],
    [
      'qualify',
      (draft, setting, remarks) => {
        draft.qualifyMs = millisecondsOrYes(setting, remarks);
      },
    ],
    ['call-limit', setCallLimit],
    ['incominglimit', setCallLimit],
    [
      'callcounter',
      (draft, setting, remarks) => {
        if (yesOrNo(setting, remarks)) draft.callLimit = COUNTED;
      },
    ],
    ['allowoverlap', setAllowOverlap],
    ['directmedia', setDirectMedia],
    ['canreinvite', setDirectMedia],
    [
      'regexten',
      (draft, setting) => {
        draft.regExten = extensionsOf(setting.value);
      },
    ],
    [
      'callerid',
      (draft, setting) => {
        draft.callerId = parseCallerId(setting.value);
      },
    ],
    ['type', () => {}],
    ['secret', setText('secret')],
    ['defaultuser', setText('userName')],
    ['username', setText('userName')],
    ['fromuser', setText('fromUser')],
    [
      'insecure',
      (draft, setting, remarks) => {
        draft.insecureInvite = readInsecure(setting, remarks);
      },
    ],
  ]),
  since16: keyNames('callcounter directmedia allowoverlap'),
  unmodelled: new Map([
    ['defaultip', 'a phone that is not registered has no address'],
    ['callbackextension', 'this server would register as a phone elsewhere'],
  ]),
  without: new Set([
    ...[...SIP_GENERAL.without].filter((name) => name !== 'callerid' && name !== 'insecure'),
    ...SIP_GENERAL.unmodelled.keys(),
    ...keyNames(`
    cid_number cid_tag description fullcontact fullname hasvoicemail header ipaddr lastms mailbox md5secret name namedcallgroup
    namedpickupgroup ospauth pickupgroup port qualifyfreq regseconds remotesecret setvar subscribemwi trunkname unsolicited_mailbox`),
  ]),
};

/**
 * `insecure=port,invite`; 1.2 has `very` for both (chan_sip.c:set_insecure_flags). Servers call from port 5060, so that
 * `port` makes no difference here.
 */
function readInsecure(setting: Setting, remarks: Remarks): boolean {
  const words = setting.value
    .toLowerCase()
    .split(',')
    .map((word) => word.trim());
  for (const word of words)
    if (!['port', 'invite', 'very', 'no', 'yes', ''].includes(word))
      remarks.risk(
        'notInsecure',
        setting.valuePlace,
        `insecure is ${quote(setting.value)}; expected port, invite or both`,
      );
  return words.includes('invite') || words.includes('very');
}
