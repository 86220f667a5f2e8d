/** A password in an address that the user typed, such as redis://:secret@host, also where the scheme is wrong or missing. */
export function withoutPassword(url: string): string {
  return url.replace(/^((?:[a-z][a-z0-9+.-]*:\/{0,2})?[^:@/]*:)(.+)(?=@)/i, '$1***');
}

/** The same for every address in a text, but for `user:password@` of a message that shows the form. Whatever is printed or written goes through it (program.ts, resultFolder.ts). */
export function withoutPasswords(text: string): string {
  if (!text.includes('://')) return text;
  const address = /(\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s:@/"']{0,200}:)([^\s/"']+)(?=@)/gi;
  return text.replace(address, (all, before: string, password: string) =>
    password === 'password' ? all : `${before}***`,
  );
}
