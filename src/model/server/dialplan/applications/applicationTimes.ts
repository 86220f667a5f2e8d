import { drawMicros } from '../../../../kernel/random/draw.ts';
import type { Distribution } from '../../../../kernel/random/distributions.ts';
import type { RandomStream } from '../../../../kernel/random/randomStream.ts';
import type { Micros } from '../../../../kernel/units.ts';
import type { ApplicationConfig } from '../../../config.ts';

interface Time {
  readonly takes: Distribution | 'endless';
  readonly sets: readonly (readonly [name: string, value: string])[];
  readonly random: RandomStream | undefined;
}

/** How long applications take and what they set, each drawn from a stream of its own (scenario key `applications:`). */
export class ApplicationTimes {
  private readonly byName: ReadonlyMap<string, Time>;

  constructor(applications: readonly ApplicationConfig[], stream: (name: string) => RandomStream) {
    this.byName = new Map(
      applications.map(({ name, takes, sets }) => {
        const isDrawn = takes !== 'endless' && takes.kind !== 'constant';
        return [
          name,
          { takes, sets: Object.entries(sets), random: isDrawn ? stream(`application/${name}`) : undefined },
        ];
      }),
    );
  }

  /** `name` as Asterisk prints it. */
  has(name: string): boolean {
    return this.byName.has(name);
  }

  /** Of one run of it; Infinity: until the caller hangs up. */
  takes(name: string): Micros {
    const time = this.byName.get(name);
    if (time === undefined) return 0;
    if (time.takes === 'endless') return Infinity;
    return time.takes.kind === 'constant' ? Math.round(time.takes.value) : drawMicros(time.takes, time.random!);
  }

  /** Channel variables after it. */
  sets(name: string): Time['sets'] {
    return this.byName.get(name)?.sets ?? [];
  }
}
