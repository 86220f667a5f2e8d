import { parseArgs, type ParseArgsConfig } from 'node:util';

/** Options of one of the project's own tools: an option that there is not, `--help` too, prints the usage and ends with 2. */
export function optionsOf<T extends ParseArgsConfig>(usage: string, config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${usage}\n`);
    process.exit(2);
  }
}
