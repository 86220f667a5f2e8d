import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { PROFILES, type ProfileName } from '../../model/profiles.ts';
import { rulesOf } from '../../model/rules.ts';
import { paperFolder } from '../../scenario/index.ts';
import { didYouMean } from '../../text/nearest.ts';
import { readFolder } from '../files/confFiles.ts';
import { shippedPath, shortest } from '../files/places.ts';
import { quoted } from '../files/runFiles.ts';
import { isFolder, makeFolder, mistakeIn, whyNot, whyNotWritten } from '../files/textFiles.ts';
import { EXIT, type ExitCode, type Io } from '../io.ts';
import { INIT_FOLDER, INIT_SCENARIO, INIT_SCHEMA, initScenario } from './initScenario.ts';

/** `dundisim init`: a folder with a commented scenario and the paper's configuration, to be changed into one's own. */
export async function init(folder: string, options: { readonly profile: string }, io: Io): Promise<ExitCode> {
  const profile = PROFILES.find((name) => name === options.profile);
  if (profile === undefined)
    throw mistakeIn(
      '',
      `--profile: expected one of ${PROFILES.join(', ')}; found "${options.profile}"${didYouMean(options.profile, PROFILES)}`,
    );
  if (folder === '') throw mistakeIn('', 'init: expected the name of a folder; it is empty');
  const full = resolve(io.cwd, folder);
  refuseFull(full, folder);
  const files = filesOf(profile);
  for (const [name, text] of files) write(join(full, name), folder, text);
  const scenario = join(shortest(full, io.cwd), INIT_SCENARIO);
  io.out(
    [
      `${folder.replace(/\/+$/, '')}/ has a scenario, ${INIT_SCENARIO}, and the paper's configuration in ${INIT_FOLDER}/, a folder for each server.`,
      '',
      `  dundisim check ${quoted(scenario)}`,
      `  dundisim run ${quoted(scenario)}`,
      '',
    ].join('\n'),
  );
  return EXIT.fine;
}

/** Every file by its path in the folder. */
function filesOf(profile: ProfileName): ReadonlyMap<string, string> {
  const shipped = readFolder(shippedPath(paperFolder(rulesOf(profile)))) ?? [];
  return new Map([
    [INIT_SCENARIO, initScenario(profile)],
    [INIT_SCHEMA, readFileSync(shippedPath(INIT_SCHEMA), 'utf8')],
    ...shipped.map(({ path, text }) => [join(INIT_FOLDER, path), text] as const),
  ]);
}

/** Nothing that exists is ever overwritten. */
function refuseFull(full: string, shown: string): void {
  let there: readonly string[] = [];
  try {
    there = readdirSync(full);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    const file = existsSync(full) && !isFolder(full);
    throw mistakeIn(shown, file ? 'this is a file; expected a folder' : whyNot(error, full));
  }
  if (there.length > 0)
    throw mistakeIn(shown, `this folder is not empty (it has ${there[0]}); expected a new or an empty one`);
}

function write(path: string, shown: string, text: string): void {
  try {
    makeFolder(dirname(path));
    writeFileSync(path, text);
  } catch (error) {
    throw mistakeIn(shown, whyNotWritten(error, path));
  }
}
