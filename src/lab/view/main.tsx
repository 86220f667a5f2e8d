import { render } from 'preact';
import type { Given } from '../engine/labScenario.ts';
import { viewOf } from '../setup/labLink.ts';
import { App } from './app.tsx';
import style from './lab.css?inline';
import { listenToKeys } from './shortcuts.ts';
import { start } from './labStore.ts';
import { startPlayer } from './player.ts';

/** What `dundisim lab FILE` puts into the page. */
function givenScenario(): Given | undefined {
  const data = document.getElementById('given-scenario')?.textContent;
  return data === undefined || data === null ? undefined : (JSON.parse(data) as Given);
}

// The style comes with the scripts, deflated as they are.
const sheet = new CSSStyleSheet();
sheet.replaceSync(style);
document.adoptedStyleSheets.push(sheet);
const restored = await viewOf(location.hash.slice(1));
await start(givenScenario(), restored);
startPlayer();
listenToKeys();
const root = document.getElementById('lab')!;
root.replaceChildren();
render(<App />, root);
// A link that is opened in the same window changes nothing but the fragment.
addEventListener('hashchange', () => location.reload());
