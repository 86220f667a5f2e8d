import { UserMistakes, type Remark } from './mistake.ts';

/** Overrides as the user typed them, by their text: `servers.*.cachetime=5` is `--cachetimes 5`, say. */
export type AsTyped = ReadonlyMap<string, string>;

/** The scenario's reader knows overrides as `--set`; a mistake names the option that was typed. */
export function underTypedName(remark: Remark, typed: AsTyped): Remark {
  const { file } = remark.place;
  const name = file.startsWith('--set ') ? typed.get(file.slice('--set '.length)) : undefined;
  return name === undefined ? remark : { ...remark, place: { ...remark.place, file: name } };
}

/** Mistakes of overrides are reported under the options that they came from. */
export function asTyped<T>(typed: AsTyped, read: () => T): T {
  return retold((remark) => underTypedName(remark, typed), read);
}

/** @throws UserMistakes as `read` does, each remark worded by `tell` */
export function retold<T>(tell: (remark: Remark) => Remark, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof UserMistakes) throw new UserMistakes(error.remarks.map(tell));
    throw error;
  }
}
