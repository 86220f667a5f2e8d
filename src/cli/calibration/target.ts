import { mistakeIn } from '../files/textFiles.ts';

/** Where a real database is, and as whom to ask. */
export interface Target {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

const EXPECTED = 'expected mysql://user:password@host:3306/database; the password may be in MYSQL_PWD instead';

/** From `--mysql URL`. @throws UserMistakes; the message never holds the password. */
export function readTarget(url: string, password: string | undefined): Target {
  if (!URL.canParse(url)) throw mistakeIn('', `--mysql: not an address; ${EXPECTED}`);
  const { protocol, hostname, port, username, password: said, pathname } = new URL(url);
  if (protocol !== 'mysql:' && protocol !== 'mariadb:')
    throw mistakeIn('', `--mysql: found "${protocol}//", ${EXPECTED}`);
  const database = decoded(pathname.slice(1));
  if (hostname === '' || username === '' || database === '' || database.includes('/'))
    throw mistakeIn('', `--mysql: no host, user or database in it; ${EXPECTED}`);
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? 3306 : Number(port),
    user: decoded(username),
    password: said === '' ? (password ?? '') : decoded(said),
    database,
  };
}

/** Without the password, however it got there. */
export function withoutPassword(text: string, { password }: Target): string {
  return password === '' ? text : text.replaceAll(password, '***').replaceAll(encodeURIComponent(password), '***');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // A stray %.
  }
}
