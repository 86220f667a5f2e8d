import { join } from 'node:path';
import { Piscina as Threads } from '../node_modules/piscina/dist/index.js';
import { compiled } from './compiled.ts';

/** Stands for `piscina` in the tests: threads of the compiled program, not each with a compiler of its own. */
export class Piscina extends Threads {
  constructor({ filename, execArgv: _execArgv, ...options }: ConstructorParameters<typeof Threads>[0] & object) {
    super({ ...options, filename: join(compiled(), filename!.replace(/^.*\/src\//, '').replace(/\.ts$/, '.js')) });
  }
}
