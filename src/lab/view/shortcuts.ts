import { signal } from '@preact/signals';
import { SECOND } from '../../kernel/units.ts';
import { at, speed } from './labStore.ts';
import { playOrPause, seek, setSpeed, step } from './player.ts';

/** Keys that work wherever no text is written and no control uses them. */
export const KEYS: readonly { readonly key: string; readonly does: string; readonly act: () => void }[] = [
  { key: 'k', does: 'play or pause', act: playOrPause },
  { key: 'j', does: '10 s back', act: () => seek(at.value - 10 * SECOND) },
  { key: 'l', does: '10 s on', act: () => seek(at.value + 10 * SECOND) },
  { key: ',', does: 'one event back', act: () => step(-1) },
  { key: '.', does: 'one event on', act: () => step(1) },
  { key: '-', does: 'half the speed', act: () => setSpeed(speed.value / 2) },
  { key: '+', does: 'twice the speed', act: () => setSpeed(speed.value * 2) },
];

/** Keys of one letter can be turned off: a voice that is taken down types them too (WCAG 2.1.4). */
export const areKeysOn = signal(true);

export function listenToKeys(): void {
  document.addEventListener('keydown', (event) => {
    if (!areKeysOn.value) return;
    if (event.ctrlKey || event.metaKey || event.altKey || isText(event.composedPath()[0])) return;
    const found = KEYS.find(({ key }) => key === event.key);
    if (found === undefined) return;
    event.preventDefault();
    found.act();
  });
}

/** Letters go to what is written in, and to a list, which looks for the entry that begins with them. */
function isText(target: EventTarget | undefined): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && target.type !== 'range' && target.type !== 'checkbox')
  );
}
