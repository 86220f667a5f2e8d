import { didYouMean } from '../../../text/nearest.ts';
import { isTrue, yesOrNo } from '../../confValues.ts';
import { lastValue, type Conf, type Entry, type Section } from '../../conf/sections.ts';
import { quote, type Remarks } from '../../remarks.ts';

/** Keys of a wizard; others begin with the object that they belong to (configs/samples/pjsip_wizard.conf.sample). */
/** Of these: yes or no. */
const FLAGS: ReadonlySet<string> = new Set([
  'accepts_auth',
  'accepts_registrations',
  'has_hint',
  'has_phoneprov',
  'sends_auth',
  'sends_registrations',
]);

const KEYS = [
  'accepts_auth',
  'accepts_registrations',
  'client_uri_pattern',
  'contact_pattern',
  'has_hint',
  'has_phoneprov',
  'hint_application',
  'hint_context',
  'hint_exten',
  'outbound_proxy',
  'remote_hosts',
  'sends_auth',
  'sends_line_with_registrations',
  'sends_registrations',
  'server_uri_pattern',
  'transport',
  'type',
];
const PREFIXES = ['aor', 'endpoint', 'identify', 'inbound_auth', 'outbound_auth', 'phoneprov', 'registration'];

/**
 * pjsip_wizard.conf: each section of type=wizard stands for an endpoint with its AOR, its auths, an identify and
 * registrations, here as sections of pjsip.conf would have them (res_pjsip_config_wizard.c: wizard_apply_handler).
 */
export function expandWizards(conf: Conf | undefined, remarks: Remarks): readonly Section[] {
  const wizards = conf?.sections.filter((section) => !section.template) ?? [];
  return wizards.flatMap((section) => {
    const type = lastValue(section, 'type');
    if (type?.value === 'wizard') return new Wizard(section, remarks).expand();
    const found = type === undefined ? 'no type' : `type ${quote(type.value)}`;
    remarks.risk(
      'wizardSection',
      type?.valuePlace ?? section.place,
      `[${section.name}] of pjsip_wizard.conf has ${found}: the wizard reads sections of type=wizard only`,
    );
    return [];
  });
}

/** One section. Entries that it makes have the place of what they are made of. */
class Wizard {
  private readonly section: Section;
  private readonly remarks: Remarks;
  private readonly hosts: readonly string[];

  constructor(section: Section, remarks: Remarks) {
    this.section = section;
    this.remarks = remarks;
    this.hosts = (this.valueOf('remote_hosts') ?? '')
      .split(',')
      .map((host) => host.trim())
      .filter((host) => host !== '');
  }

  expand(): readonly Section[] {
    this.sayUnknown();
    this.sayHint();
    const { name } = this.section;
    return [
      ...this.auth('outbound', 'sends_auth', `${name}-oauth`),
      ...this.auth('inbound', 'accepts_auth', `${name}-iauth`),
      this.aor(),
      this.endpoint(),
      ...this.identify(),
      ...this.registrations(),
    ];
  }

  private sayUnknown(): void {
    for (const entry of this.section.entries) {
      const { key, place } = entry;
      if (FLAGS.has(key.toLowerCase())) yesOrNo(entry, this.remarks);
      const [prefix = '', ...rest] = key.split('/');
      const known = rest.length > 0 ? PREFIXES : KEYS;
      if (known.includes(prefix)) continue;
      const names = rest.length > 0 ? known : [...known, ...PREFIXES.map((one) => `${one}/`)];
      this.remarks.risk(
        'unknownKey',
        place,
        `unknown key ${quote(key)} in [${this.section.name}] of pjsip_wizard.conf: Asterisk ignores it${didYouMean(prefix, names)}`,
      );
    }
  }

  private sayHint(): void {
    const hint = lastValue(this.section, 'hint_exten');
    if (hint === undefined || !this.is('has_hint')) return;
    const application = this.valueOf('hint_application');
    if (application === undefined) this.remarks.note(hint.place, 'the hint of hint_exten is not modelled');
    else
      this.remarks.risk(
        'wizardHint',
        hint.place,
        `the extension of hint_exten is not modelled, and a call to ${hint.value} does not run ${application}: write it in extensions.conf`,
      );
  }

  private auth(direction: string, wanted: string, name: string): readonly Section[] {
    if (!this.is(wanted)) return [];
    const entries = this.own(`${direction}_auth`);
    if (entries.some(({ key }) => key === 'username')) return [this.object(name, 'auth', entries)];
    this.say(wanted, `[${this.section.name}] needs ${direction}_auth/username: Asterisk makes no auth of it`);
    return [];
  }

  private aor(): Section {
    const entries = this.own('aor');
    const pattern = this.valueOf('contact_pattern') ?? 'sip:${REMOTE_HOST}';
    const isGiven = entries.some(({ key }) => key === 'contact') || pattern === '';
    const contacts = isGiven
      ? []
      : this.hosts.map((host) => this.made('contact', fill(pattern, host, ''), 'remote_hosts'));
    return this.object(this.section.name, 'aor', [...entries, ...contacts]);
  }

  private endpoint(): Section {
    const { name } = this.section;
    return this.object(name, 'endpoint', [
      ...this.own('endpoint'),
      this.made('aors', name, 'type'),
      ...(this.is('sends_auth') ? [this.made('outbound_auth', `${name}-oauth`, 'sends_auth')] : []),
      ...(this.is('accepts_auth') ? [this.made('auth', `${name}-iauth`, 'accepts_auth')] : []),
    ]);
  }

  private identify(): readonly Section[] {
    if (this.is('accepts_registrations') || this.is('sends_line_with_registrations')) return [];
    const { name } = this.section;
    if (this.hosts.length === 0) {
      this.say(
        'type',
        `[${name}] needs remote_hosts where it does not accept registrations: nobody is identified by it`,
      );
      return [];
    }
    const entries = this.own('identify');
    const isGiven = entries.some(({ key }) => key === 'match');
    const matches = isGiven ? [] : this.hosts.map((host) => this.made('match', host, 'remote_hosts'));
    return [this.object(`${name}-identify`, 'identify', [...entries, this.made('endpoint', name, 'type'), ...matches])];
  }

  private registrations(): readonly Section[] {
    if (!this.is('sends_registrations')) return [];
    const { name } = this.section;
    if (this.hosts.length === 0)
      this.say(
        'sends_registrations',
        `[${name}] needs remote_hosts to register at: Asterisk makes no registration of it`,
      );
    const user = this.is('sends_auth') ? (this.valueOf('outbound_auth/username') ?? '') : name;
    const made = (key: string, pattern: string, host: string): Entry =>
      this.made(key, fill(this.valueOf(`${key}_pattern`) ?? pattern, host, user), 'remote_hosts');
    return this.hosts.map((host, index) =>
      this.object(`${name}-reg-${index}`, 'registration', [
        ...this.own('registration'),
        made('server_uri', 'sip:${REMOTE_HOST}', host),
        made('client_uri', 'sip:${USERNAME}@${REMOTE_HOST}', host),
        ...(this.is('sends_auth') ? [this.made('outbound_auth', `${name}-oauth`, 'sends_auth')] : []),
      ]),
    );
  }

  /** What begins with the name of an object, without it. */
  private own(object: string): readonly Entry[] {
    const prefix = `${object}/`;
    return this.section.entries
      .filter(({ key }) => key.startsWith(prefix))
      .map(({ key, value, arrow, place, valuePlace, valueColumns }) => ({
        key: key.slice(prefix.length),
        value,
        arrow,
        place,
        valuePlace,
        valueColumns,
      }));
  }

  private object(name: string, type: string, entries: readonly Entry[]): Section {
    return { name, place: this.section.place, template: false, entries: [this.made('type', type, 'type'), ...entries] };
  }

  /** @param from key of the entry whose place it has */
  private made(key: string, value: string, from: string): Entry {
    const { place, valuePlace } = lastValue(this.section, from)!;
    return { key, value, arrow: false, place, valuePlace, valueColumns: [] };
  }

  private is(key: string): boolean {
    return isTrue(this.valueOf(key) ?? '');
  }

  private valueOf(key: string): string | undefined {
    return lastValue(this.section, key)?.value;
  }

  private say(key: string, text: string): void {
    this.remarks.risk('wizardSection', lastValue(this.section, key)!.place, text);
  }
}

function fill(pattern: string, host: string, user: string): string {
  return pattern.replaceAll('${REMOTE_HOST}', host).replaceAll('${USERNAME}', user);
}
