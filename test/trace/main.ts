import { createReadStream, createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { loadScenario } from '../../src/cli/files/loadScenario.ts';
import { eventLine } from '../../src/kernel/clock/eventTrace.ts';
import { Measures } from '../../src/measure/measures.ts';
import { Cluster } from '../../src/model/cluster.ts';
import { differenceText, firstDifference } from './firstDifference.ts';
import { optionsOf } from '../usage.ts';

const USAGE = `usage: npm run trace -- record SCENARIO FILE [--set path=value]... [--seed S] [--until T]
       npm run trace -- diff FILE FILE`;

/** Events between two looks at whether the file keeps up. */
const SLICE = 10_000;

async function main(): Promise<number> {
  const { values, positionals } = optionsOf(USAGE, {
    allowPositionals: true,
    options: { set: { type: 'string', multiple: true }, seed: { type: 'string' }, until: { type: 'string' } },
  });
  const [command, one, other] = positionals;
  if (positionals.length !== 3 || (command !== 'record' && command !== 'diff')) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  if (command === 'record') {
    await record(one!, other!, values);
    return 0;
  }
  const difference = await firstDifference(linesOf(one!), linesOf(other!));
  process.stdout.write(differenceText(difference, one!, other!));
  return difference === undefined ? 0 : 1;
}

async function record(
  scenarioFile: string,
  traceFile: string,
  overrides: { readonly set?: string[]; readonly seed?: string; readonly until?: string },
): Promise<void> {
  const quiet = {
    out: () => {},
    err: () => {},
    cwd: process.cwd(),
    watched: false,
    interrupted: new AbortController().signal,
  };
  const { config, seed, name } = loadScenario(scenarioFile, overrides, quiet);
  const { sim } = new Cluster(config, { seed, observations: new Measures({ config, seed, scenarioName: name }) });
  const file = createWriteStream(traceFile);
  let text = '';
  sim.observe((time, event, a, b) => {
    text += `${eventLine(time, event, a, b)}\n`;
  });
  try {
    for (let isOver = false; !isOver;) {
      isOver = sim.runSome(config.duration, SLICE);
      if (!file.write(text)) await once(file, 'drain');
      text = '';
    }
  } finally {
    file.end(text); // The events up to the one that failed.
    await once(file, 'finish');
  }
}

function linesOf(file: string): AsyncIterable<string> {
  return createInterface({ input: createReadStream(file), crlfDelay: Infinity });
}

process.exitCode = await main();
