import { SECOND } from '../../../kernel/units.ts';
import type { SipConfig, SipFixedPeer, StaticPeer } from '../../../model/config.ts';
import type { Rules } from '../../../model/rules.ts';
import { didYouMean } from '../../../text/nearest.ts';
import { lastValue, otherSections, sectionOf, type Conf, type Section } from '../../conf/sections.ts';
import { quote, type Remarks } from '../../remarks.ts';
import { SettingsReader, type Dialect } from '../../settings.ts';
import { DEFAULT_QUALIFY_FREQ, DEFAULTS, SIP_GENERAL, type SipDraft } from './sipGeneralKeys.ts';
import { SIP_PEER, type PeerDraft } from './sipPeerKeys.ts';

export interface ReadSip {
  readonly config: SipConfig;
  readonly general: Section | undefined;
}

/** sip.conf. Without the file: Asterisk's defaults, and no phone can register unless it comes from the database. */
export function readSip(
  conf: Conf | undefined,
  realtime: boolean,
  rules: Rules,
  dialect: Dialect,
  remarks: Remarks,
): ReadSip {
  const draft: SipDraft = {
    ...DEFAULTS,
    regContext: '',
    minExpiry: rules.minExpiry,
    rtCacheFriends: false,
    rtUpdate: true,
    regExtenOnQualify: false,
    qualifyMs: 0,
    qualifyFreq: DEFAULT_QUALIFY_FREQ * SECOND,
    alwaysAuthReject: dialect === '16',
    realtime,
    staticPeers: [],
    fixedPeers: [],
    allowGuest: true,
    allowOverlap: 'yes',
    directMedia: true,
    ignoreRegExpire: false,
    callLimit: 0,
  };
  if (conf === undefined) return { config: draft, general: undefined };
  const settings = new SettingsReader(conf.path, dialect, remarks);
  const general = sectionOf(conf, 'general');
  if (general !== undefined) settings.read(draft, general.entries, SIP_GENERAL, '[general]');
  const phones = new Map<string, StaticPeer>();
  const fixed = new Map<string, SipFixedPeer>();
  const dynamic = new Map<string, SipFixedPeer>();
  for (const section of otherSections(conf, 'general', 'authentication')) {
    const peer = readPeer(section, draft, settings, remarks);
    if (peer === undefined) continue;
    const name = section.name.toLowerCase();
    phones.delete(name);
    fixed.delete(name);
    dynamic.delete(name);
    if (peer.kind !== 'user' && peer.host === 'dynamic')
      dynamic.set(name, { ...asFixed(peer), regExten: peer.regExten });
    if (peer.kind !== 'user') phones.set(name, asPhone(peer));
    if (peer.kind === 'user' || (peer.host !== '' && peer.host !== 'dynamic')) fixed.set(name, asFixed(peer));
  }
  settings.end();
  const peers = {
    staticPeers: [...phones.values()],
    fixedPeers: [...fixed.values()],
    dynamicPeers: [...dynamic.values()],
  };
  return { config: { ...draft, ...peers }, general };
}

type ReadPeer = PeerDraft & Pick<SipFixedPeer, 'kind'>;

function asPhone(peer: ReadPeer): StaticPeer {
  const { name, context, host, qualifyMs, callLimit, directMedia, regExten, callerId, insecureInvite, allowOverlap } =
    peer;
  return { name, context, host, qualifyMs, callLimit, directMedia, regExten, callerId, insecureInvite, allowOverlap };
}

function asFixed(peer: ReadPeer): SipFixedPeer {
  const { name, kind, context, secret, userName, fromUser, insecureInvite, allowOverlap, qualifyMs, directMedia } =
    peer;
  const host = kind === 'user' ? '' : peer.host;
  const digest = { secret, userName, fromUser, insecureInvite };
  return { name, kind, host, context, ...digest, allowOverlap, qualifyMs, directMedia };
}

function readPeer(
  section: Section,
  general: SipDraft,
  settings: SettingsReader,
  remarks: Remarks,
): ReadPeer | undefined {
  const type = lastValue(section, 'type');
  if (type === undefined) {
    remarks.risk(
      'noTypeOfSection',
      section.place,
      `[${section.name}] of sip.conf has no type: Asterisk ignores the section`,
    );
    return undefined;
  }
  const kind = type.value.toLowerCase();
  if (kind !== 'friend' && kind !== 'peer' && kind !== 'user') {
    remarks.risk(
      'noTypeOfSection',
      type.valuePlace,
      `type is ${quote(type.value)}; expected friend, peer or user: Asterisk ignores the section${didYouMean(type.value, ['friend', 'peer', 'user'])}`,
    );
    return undefined;
  }
  const draft: PeerDraft = {
    name: section.name,
    context: general.context,
    host: '',
    secret: '',
    userName: '',
    fromUser: '',
    insecureInvite: false,
    directMedia: general.directMedia,
    allowOverlap: general.allowOverlap,
    regExten: [],
    qualifyMs: general.qualifyMs,
    callLimit: general.callLimit,
  };
  settings.read(draft, section.entries, SIP_PEER, `[${section.name}]`);
  if (draft.host === '' && kind !== 'user')
    remarks.risk(
      'phoneWithoutHost',
      section.place,
      `[${section.name}] of sip.conf has no host: it can neither register nor be called`,
    );
  return { ...draft, kind };
}
