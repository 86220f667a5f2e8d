import { lastValue, type Conf } from './conf/sections.ts';

/** Where the calls of phones begin by the files of a server: the section or template that says so, and its context. */
export interface PhoneContext {
  readonly section: string;
  readonly context: string;
}

/** The context that most sections and templates of sip.conf or pjsip.conf name; undefined: none does. */
export function phoneContextOf(conf: Conf | undefined): PhoneContext | undefined {
  const counts = new Map<string, { readonly section: string; count: number }>();
  for (const section of conf?.sections ?? []) {
    const context = section.name.toLowerCase() === 'general' ? undefined : lastValue(section, 'context')?.value;
    if (context === undefined || context === '') continue;
    const seen = counts.get(context) ?? { section: section.name, count: 0 };
    seen.count += 1;
    counts.set(context, seen);
  }
  const [most] = [...counts].sort(([, a], [, b]) => b.count - a.count);
  return most === undefined ? undefined : { section: most[1].section, context: most[0] };
}
