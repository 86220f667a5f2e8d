import { withBlankComments } from './conf/comments.ts';
import { matchesName, type FolderFile } from './conf/folder.ts';
import { IN_CONF, IN_FILE, IN_SCENARIO, isPrinted } from './secretPatterns.ts';

/**
 * Passwords in a server's files, replaced by `secret-1`, `secret-2` … before anything else reads them: messages,
 * traces, experiment.json and Redis show what was read, and results are to be shared. One secret is one name wherever
 * it appears, so that what has to be the same on two servers stays the same; no part of the model computes with one.
 */
export class Secrets {
  private readonly names = new Map<string, string>();

  /**
   * The files without their secrets and without the contents of their comments, which often hold former ones. Files of
   * other kinds, private keys above all, keep their names alone.
   */
  cover(files: readonly FolderFile[]): readonly FolderFile[] {
    const included = includedNames(files);
    return files.map((file) => {
      const name = baseName(file.path);
      const isRead = name.endsWith('.conf') || included.some((pattern) => matchesName(pattern, name));
      if (!isRead || /-----BEGIN /.test(file.text)) return { ...file, text: '' };
      const own = Object.hasOwn(IN_FILE, name) ? [IN_FILE[name]!] : [];
      return { ...file, text: this.covered(withBlankComments(file.text), [...IN_CONF, ...own]) };
    });
  }

  /** A scenario or an override without the value of any key that is called a secret or a password. */
  coverScenario(text: string): string {
    return this.covered(text, IN_SCENARIO);
  }

  private covered(text: string, patterns: readonly RegExp[]): string {
    return patterns.reduce(
      (left, pattern) => left.replace(pattern, (_, before: string, secret: string) => before + this.nameOf(secret)),
      text,
    );
  }

  private nameOf(secret: string): string {
    if (isPrinted(secret) || secret.includes('${')) return secret;
    const known = this.names.get(secret);
    if (known !== undefined) return known;
    const name = `secret-${this.names.size + 1}`;
    this.names.set(secret, name);
    return name;
  }
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
