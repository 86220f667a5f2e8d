/**
 * Where a secret is in a text. Each pattern captures the text before the secret and the secret, both in one line; none
 * looks back more than once.
 */

/** The last part of a key or variable that holds one: secret, md5secret, dbpass, DBPASSWORD, md5_cred, admin_pin. */
const KEY = '(?:secret|pass|passwd|password|passphrase|pwd|cred|pin|_token)';

/** In every .conf file. */
export const IN_CONF: readonly RegExp[] = [
  // secret=…, dbpass => …; a dbsecret with a slash is a place in the astdb.
  new RegExp(
    String.raw`^([ \t]*(?!dbsecret[ \t]*=>?[^\r\n;]*\/)[\w-]*${KEY}[ \t]*\+?=>?[ \t]*)([^\s;](?:[^\r\n;]*[^\s;])?)`,
    'gim',
  ),
  // Set(DBPASS=secret), Set(GLOBAL(PW)=secret), setvar=PW=secret
  new RegExp(String.raw`([(,=>|][ \t]*(?:global\()?[\w-]*(?:${KEY}|pw)\)?[ \t]*=[ \t]*"?)([^\s"'(),;|&=<>]+)`, 'gi'),
  // Authenticate(secret), DISA(secret,context)
  /(\b(?:authenticate|disa)[(,][ \t]*)([^\s(),|;/]+)/gi,
  // register => user[@domain]:secret[:authuser]@host
  /^([ \t]*register[ \t]*=>?[ \t]*[^:;\s]*:)([^:@;\s]+)(?=[:@])/gim,
  // auth = user:secret@realm, user#md5secret@realm
  /^([ \t]*auth[ \t]*=>?[ \t]*[^:@#;\s]*[:#])([^:@;\s]+)(?=@)/gim,
  // MYSQL(Connect connid host user secret database)
  /(\bconnect[ \t]+[^\s,|]+[ \t]+[^\s,|]+[ \t]+[^\s,|]+[ \t]+)([^\s,|)]+)(?=[ \t])/gi,
  // priv => context,weight,IAX2,user:secret@host
  /(,[ \t]*(?:iax2?|sip|pjsip|h323)[ \t]*,[^:@,\s]*:)([^@,\s]+)(?=@)/gi,
  // Dial(IAX2/user:secret@host/number)
  /(\b(?:iax2?|sip)\/[\w.+-]+:)([^@\s/,|)]+)(?=@)/gi,
  // agi://user:secret@host
  /(\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s:@/]{0,200}:)([^\s@/]+)(?=@)/gi,
  // A data source: mysql://…?password=secret, Driver=…;Pwd=secret
  new RegExp(String.raw`([?&;][\w-]*${KEY}=)([^\s&;"')]+)`, 'gi'),
];

/** By the name of the file: voicemail.conf 1001 => secret,Name; agents.conf agent => 1001,secret,Name; meetme.conf. */
export const IN_FILE: Readonly<Record<string, RegExp>> = {
  'voicemail.conf': /^([ \t]*[\w*#-]+[ \t]*=>[ \t]*)([^\s,;]+)(?=[ \t]*,)/gm,
  'agents.conf': /^([ \t]*agent[ \t]*=>[ \t]*[^,;\r\n]*,[ \t]*)([^\s,;]+)/gim,
  'meetme.conf': /^([ \t]*conf[ \t]*=>[ \t]*[^,;\r\n]*,[ \t]*)([^\r\n;]*[^\s;])/gim,
};

/** In a scenario and in `path=value`, also after a `#`. */
export const IN_SCENARIO: readonly RegExp[] = [
  new RegExp(String.raw`((?:^|[\s{,."'#;])[\w-]*${KEY}["']?[ \t]*[:=]>?[ \t]*["']?)([^\s,}"'#;]+)`, 'gim'),
  /(\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s:@/]{0,200}:)([^\s@/]+)(?=@)/gi,
];

/** What the paper and every manual print, and what a file that was covered before has in it. */
const PRINTED: ReadonlySet<string> = new Set([
  'password',
  'secret',
  ...Array.from({ length: 1000 }, (_, i) => `secret-${i + 1}`),
]);

export function isPrinted(secret: string): boolean {
  return PRINTED.has(secret.toLowerCase());
}
