import { SECOND } from '../../kernel/units.ts';
import { at, isPlaying, speed } from './labStore.ts';
import { seek, setSpeed, step } from './player.ts';

/** Keys that work wherever no text is written and no control uses them. */
const KEYS: readonly { readonly key: string; readonly does: string; readonly act: () => void }[] = [
  { key: 'k', does: 'play or pause', act: () => (isPlaying.value = !isPlaying.value) },
  { key: '.', does: 'next event', act: () => step(1) },
  { key: ',', does: 'event before', act: () => step(-1) },
  { key: 'l', does: '10 s on', act: () => seek(at.value + 10 * SECOND) },
  { key: 'j', does: '10 s back', act: () => seek(at.value - 10 * SECOND) },
  { key: '+', does: 'faster', act: () => setSpeed(speed.value * 2) },
  { key: '-', does: 'slower', act: () => setSpeed(speed.value / 2) },
];

export function listenToKeys(): void {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isText(event.composedPath()[0])) return;
    const found = KEYS.find(({ key }) => key === event.key);
    if (found === undefined) return;
    event.preventDefault();
    found.act();
  });
}

function isText(target: EventTarget | undefined): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && target.type !== 'range')
  );
}
