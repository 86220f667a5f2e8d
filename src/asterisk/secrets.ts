import { matchesName, type FolderFile } from './conf/folder.ts';

/**
 * Passwords in a server's files, replaced by `secret-1`, `secret-2` … before anything else reads them: messages,
 * traces, experiment.json and Redis show what was read, and results are to be shared. One secret is one name wherever
 * it appears, so that what has to be the same on two servers stays the same; no part of the model computes with one.
 */
export class Secrets {
  private readonly names = new Map<string, string>();

  /** The files without their secrets. Those of other kinds, private keys above all, keep their names alone. */
  cover(files: readonly FolderFile[]): readonly FolderFile[] {
    const included = includedNames(files);
    return files.map((file) => {
      const name = baseName(file.path);
      const isRead = name.endsWith('.conf') || included.some((pattern) => matchesName(pattern, name));
      if (!isRead || /-----BEGIN /.test(file.text)) return { ...file, text: '' };
      return { ...file, text: this.coverText(name, file.text) };
    });
  }

  private coverText(name: string, text: string): string {
    let covered = text;
    for (const pattern of name === 'voicemail.conf' ? [...PATTERNS, MAILBOX] : PATTERNS)
      covered = covered.replace(pattern, (_, before: string, secret: string) => before + this.nameOf(secret));
    return covered;
  }

  private nameOf(secret: string): string {
    if (NO_SECRETS.has(secret.toLowerCase()) || secret.includes('${')) return secret;
    const known = this.names.get(secret);
    if (known !== undefined) return known;
    const name = `secret-${this.names.size + 1}`;
    this.names.set(secret, name);
    return name;
  }
}

/** What the paper and every manual print, and what a file that was covered before has in it. */
const NO_SECRETS: ReadonlySet<string> = new Set([
  'password',
  'secret',
  ...Array.from({ length: 1000 }, (_, i) => `secret-${i + 1}`),
]);

/** Each takes the text before the secret, and the secret. The text of one line; none looks back more than once. */
const PATTERNS: readonly RegExp[] = [
  // secret=…, md5secret=…, dbpass=…, DBPASSWORD => …; a dbsecret with a slash is a place in the astdb.
  /^([ \t]*(?!dbsecret[ \t]*=>?[^\r\n;]*\/)[\w-]*(?:secret|pass|passwd|password|passphrase|pwd)[ \t]*\+?=>?[ \t]*)([^\s;](?:[^\r\n;]*[^\s;])?)/gim,
  // register => user:secret[:authuser]@host, auth = user:secret@realm
  /^([ \t]*(?:register|auth)[ \t]*=>?[ \t]*[^:@;\s]*:)([^:@;\s]+)(?=[:@])/gim,
  // MYSQL(Connect connid host user secret database)
  /(\bconnect[ \t]+[^\s,|]+[ \t]+[^\s,|]+[ \t]+[^\s,|]+[ \t]+)([^\s,|)]+)(?=[ \t])/gi,
  // priv => context,weight,IAX2,user:secret@host
  /(,[ \t]*(?:iax2?|sip|h323)[ \t]*,[^:@,\s]*:)([^@,\s]+)(?=@)/gi,
  // Dial(IAX2/user:secret@host/number)
  /(\b(?:iax2?|sip)\/[\w.+-]+:)([^@\s/,|)]+)(?=@)/gi,
  // agi://user:secret@host
  /(\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s:@/]{0,200}:)([^\s@/]+)(?=@)/gi,
];

/** voicemail.conf: 1001 => 1234,Name */
const MAILBOX = /^([ \t]*[\w*#-]+[ \t]*=>[ \t]*)([^\s,;]+)(?=[ \t]*,)/gm;

/** A password in an address that the user typed, such as redis://:secret@host. */
export function withoutPassword(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/[^:@/]*:)(.+)(?=@)/i, '$1***');
}

/** The last parts of what the files include. */
function includedNames(files: readonly FolderFile[]): readonly string[] {
  const names = new Set<string>();
  for (const { text } of files)
    for (const [, argument] of text.matchAll(/^[ \t]*#(?:try)?include[ \t]+["<]?([^\s">]{1,200})/gim))
      names.add(baseName(argument!));
  return [...names];
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
