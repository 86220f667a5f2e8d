import { PACKED } from '../setup/packedIds.ts';
import { runScript, unpacked } from './packedScript.ts';

// The only script that lies in the page as such: all others are half as long, deflated.
void unpacked(PACKED.page).then((text) => runScript(text, 'module'));
