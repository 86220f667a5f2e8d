import type { DialplanConfig } from '../model/server/dialplan/compiledPlan.ts';
import type { Conf } from './conf/sections.ts';
import { without } from './conf/without.ts';
import type { ReadDundi } from './files/dundiConf.ts';
import { wholeFile, type Remarks } from './remarks.ts';
import type { FileName } from './serverParts.ts';

/** How a remark about a file that is not there begins; it has no place but the file's name. */
export const NO_SUCH_FILE = 'there is no such file';

/** Files that are not there, but iax.conf (`sayNoIax`). */
export function sayMissing(
  confs: ReadonlyMap<FileName, Conf>,
  read: readonly FileName[],
  path: string,
  remarks: Remarks,
): void {
  for (const name of read) {
    const effect = without(name);
    const isWizards = name === 'pjsip.conf' && confs.has('pjsip_wizard.conf');
    if (effect !== undefined && name !== 'iax.conf' && !isWizards && !confs.has(name))
      remarks.note(wholeFile(besides(path, name)), `${NO_SUCH_FILE}: ${effect}`);
  }
}

/**
 * Without iax.conf no server can call in over IAX2; a risk where dundi.conf invites others to. Where calls between
 * servers go over SIP or PJSIP nobody misses it.
 */
export function sayNoIax(path: string, dundi: ReadDundi, { contexts }: DialplanConfig, remarks: Remarks): void {
  const { mappings } = dundi.config;
  const hasOther = mappings.some(({ tech, localContext }) => localContext !== '' && !tech.startsWith('IAX'));
  const names = ({ args }: { readonly args: string }): boolean => /\bIAX2?\//i.test(args);
  const isUsed = mappings.some(({ tech }) => tech.startsWith('IAX')) || contexts.some(({ steps }) => steps.some(names));
  if (hasOther && !isUsed) return;
  const place = wholeFile(besides(path, 'iax.conf'));
  const published = dundi.mappingPlaces[dundi.config.mappings.findIndex(({ tech }) => tech.startsWith('IAX'))];
  if (published === undefined) remarks.note(place, `${NO_SUCH_FILE}: ${without('iax.conf')}`);
  else
    remarks.risk(
      'noIaxFile',
      place,
      `${NO_SUCH_FILE}, and ${published.file}:${published.line} publishes numbers for calls over IAX2: each such call is refused`,
    );
}

function besides(path: string, name: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1) + name;
}
