import type * as z from 'zod';
import type { Remark } from '../../text/mistake.ts';
import { didYouMean } from '../../text/nearest.ts';
import { isEmpty, nodeAt, placeAt, type Node, type Path } from './tree.ts';
import { KEYS_MARK } from './scenarioValues.ts';

type Issue = z.core.$ZodIssue;

/** What the schema said of the tree, as remarks with places: what was found, what was expected, the nearest name. */
export function remarksOf(issues: readonly Issue[], root: Node): { readonly remark: Remark; readonly path: Path }[] {
  return issues.flatMap((issue) =>
    remarksWithin([issue], root, []).map((remark) => ({ remark, path: issue.path as Path })),
  );
}

function remarksWithin(issues: readonly Issue[], root: Node, at: Path): Remark[] {
  return issues.flatMap((issue) => remarksOfOne(issue, root, [...at, ...(issue.path as Path)]));
}

function remarksOfOne(issue: Issue, root: Node, path: Path): Remark[] {
  if (issue.code === 'unrecognized_keys') {
    const known = issue.message.startsWith(KEYS_MARK) ? issue.message.slice(KEYS_MARK.length).split(',') : [];
    return issue.keys.map((key) => mistake(placeAt(root, [...path, key], true), unknownKey(key, known)));
  }
  const found = nodeAt(root, path);
  if (issue.code === 'invalid_union') return remarksWithin(closest(issue.errors, found), root, path);
  const name = path.at(-1);
  if (found === undefined || isEmpty(found)) {
    const text =
      typeof name === 'string' ? `the key "${name}" is missing: ${issue.message}` : `nothing is here: ${issue.message}`;
    return [mistake(placeAt(root, path), text)];
  }
  return [mistake(found.place, `found ${describe(found)}, ${issue.message}`)];
}

function unknownKey(key: string, known: readonly string[]): string {
  const guess = didYouMean(key, known);
  if (guess !== '') return `unknown key "${key}"${guess}`;
  return known.length > 0 && known.length <= 24
    ? `unknown key "${key}"; known here: ${known.join(', ')}`
    : `unknown key "${key}"`;
}

/** Which release, and which driver of phones, is a matter of the rules, and the rules are those of the cluster. */
const OF_THE_CLUSTER: ReadonlySet<string> = new Set(['profile', 'rules', 'channelDriver', 'dialect']);

/** A key of a server that there is not. */
export function unknownServerKey(key: string, known: readonly string[]): string {
  if (!OF_THE_CLUSTER.has(key)) return unknownKey(key, known);
  return `"${key}" holds for all servers of a cluster: write it at the top of the scenario; servers of two releases cannot be mixed`;
}

/** Of the forms that a value may have, the one whose shape the user seems to have meant. */
function closest(branches: readonly (readonly Issue[])[], found: Node | undefined): readonly Issue[] {
  const shaped = branches.filter((issues) => !isOfOtherShape(issues));
  if (shaped.length > 0) return shaped[0]!;
  const wanted = branches
    .flatMap(firstsOf)
    .map(({ message }) => message.replace(/^expected /, ''))
    .filter((text) => !text.startsWith('Invalid'));
  const message = `expected ${found === undefined ? wanted[0] : wanted.join(', or ')}`;
  return [{ code: 'custom', path: [], message, input: undefined } as Issue];
}

/** What each form wants, forms within forms written out. */
function firstsOf(issues: readonly Issue[]): readonly Issue[] {
  const first = issues[0]!;
  return first.code === 'invalid_union' ? first.errors.flatMap(firstsOf) : [first];
}

/** A word where this form wants a mapping, and the like. */
function isOfOtherShape(issues: readonly Issue[]): boolean {
  return issues.some(
    (issue) =>
      issue.path.length === 0 &&
      (issue.code === 'invalid_type' || (issue.code === 'invalid_union' && issue.errors.every(isOfOtherShape))),
  );
}

function describe(node: Node): string {
  if (node.kind === 'list') return 'a list';
  if (node.kind === 'mapping') return 'a mapping';
  const text = node.text ?? '';
  return `"${text.length > 60 ? `${text.slice(0, 57)}...` : text}"`;
}

function mistake(place: Remark['place'], text: string): Remark {
  return { severity: 'mistake', place, text };
}
