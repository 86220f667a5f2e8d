import * as z from 'zod';

const texts = z.array(z.string());
const stagger = z.looseObject({
  path: z.string(),
  from: z.number(),
  until: z.number(),
  along: z.array(z.looseObject({ path: z.string(), after: z.number() })).optional(),
  windows: z.literal(true).optional(),
});
const source = z.looseObject({
  path: z.string(),
  text: z.string(),
  sets: texts,
  until: z.string().optional(),
  folders: z.array(z.tuple([z.string(), z.array(z.looseObject({ path: z.string(), text: z.string() }))])),
});
const axes = z.array(z.looseObject({ path: z.string(), values: texts }));

const experimentFile = z.looseObject({
  version: z.string(),
  axes,
  overrides: z.array(texts),
  stagger: stagger.nullish(),
  source,
});

const shardFile = z.looseObject({
  version: z.string(),
  kind: z.enum(['replications', 'sweep', 'compare', 'tradeoff', 'n-plus-1']),
  command: texts,
  shard: z.looseObject({ number: z.int().min(1), of: z.int().min(1) }),
  experiment: z.looseObject({
    source: source.extend({ id: z.string() }),
    seed: z.string(),
    axes,
    until: z.looseObject({ replications: z.int().min(1) }),
    target: z.string(),
    level: z.number(),
    points: z
      .array(
        z.looseObject({ point: z.int().min(0), values: texts, overrides: texts, still: z.literal(true).optional() }),
      )
      .min(1),
    wants: z.looseObject({
      measures: texts,
      warmUp: z.number(),
      bins: z.number(),
      expects: texts.optional(),
      control: z.literal(true).optional(),
      lookups: z.looseObject({ server: z.string(), step: z.number(), until: z.number() }).optional(),
    }),
    stagger: stagger.optional(),
  }),
});

/** Whether this has the shape of an experiment.json: files are cut, edited and mixed up. */
export function isExperimentFile(value: unknown): boolean {
  return experimentFile.safeParse(value).success;
}

/** Whether this has the shape of a shard.json. */
export function isShardFile(value: unknown): boolean {
  return shardFile.safeParse(value).success;
}
