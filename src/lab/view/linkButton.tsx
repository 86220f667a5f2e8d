import { signal } from '@preact/signals';
import { LONGEST_LINK, linkOf } from '../setup/labLink.ts';
import { announcement, presentView } from './labStore.ts';

const state = signal('');

/** Puts a link to the present view into the address bar, and on the clipboard where the browser allows it. */
export function LinkButton() {
  return (
    <>
      <button type="button" onClick={() => void copyLink()}>
        Copy link
      </button>
      <span class="note">{state}</span>
    </>
  );
}

async function copyLink(): Promise<void> {
  const link = await linkOf(presentView());
  if (link === undefined) {
    say(`The edited scenario is too long for a link of ${LONGEST_LINK} characters: copy its text instead.`);
    return;
  }
  history.replaceState(null, '', `#${link}`);
  say((await copy(location.href)) ? 'Link copied' : 'The link is in the address bar');
}

function say(text: string): void {
  state.value = text;
  announcement.value = text;
}

/** False: the browser does not let the page do it. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // Not allowed, or not there: a page on disk is no secure context everywhere.
  }
}
