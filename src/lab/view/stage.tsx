import { useEffect, useRef } from 'preact/hooks';
import { DatabaseBox, ServerBox } from './hostBox.tsx';
import { at, call, facts, layout, parts, run, selection, speed } from './labStore.ts';
import { drawStage } from './stageCanvas.ts';
import { linkAt } from './stageLinks.ts';
import { working } from './working.tsx';

/** Boxes are no wider than that many in a row would be. */
const LEAST_BOXES = 5;

/** The cluster: hosts are buttons, over a canvas with links, phones and messages. */
export function Stage() {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => keepDrawn(canvas.current!), []);
  const [scene, places, known] = [facts.value, layout.value, run.value];
  return (
    <>
      <section class="stage" aria-label="The cluster">
        <div
          class="scene"
          style={{ '--boxes': String(Math.max(LEAST_BOXES, places?.perRow ?? 0)) }}
          data-dense={places?.isDense === true}
        >
          <canvas
            ref={canvas}
            aria-hidden="true"
            onClick={(event) => {
              if (scene === undefined || places === undefined) return;
              const { clientWidth: x, clientHeight: y } = event.currentTarget;
              const link = linkAt(scene, places, { x, y }, { x: event.offsetX, y: event.offsetY });
              if (link !== undefined) selection.value = { kind: 'link', ...link };
            }}
          />
          {known === undefined && <p class="loading">{working.value}</p>}
          {scene !== undefined && places !== undefined && known !== undefined && (
            <>
              <Boxes />
              {places.isDense || (
                <div class="groups">
                  {scene.groups.map(({ name, phones }, group) => (
                    <button
                      type="button"
                      key={name}
                      class="group"
                      aria-pressed={selection.value.kind === 'phones' && selection.value.group === group}
                      onClick={() => (selection.value = { kind: 'phones', group })}
                    >
                      {name}, {phones} phones
                    </button>
                  ))}
                </div>
              )}
            </>
          )}
        </div>
      </section>
      <Legend />
    </>
  );
}

function Boxes() {
  const [scene, places, known] = [facts.value!, layout.value!, run.value!];
  const moment = { facts: scene, run: known, parts: parts.value, at: at.value };
  return (
    <>
      {scene.servers.map(({ name }, server) => (
        <ServerBox key={name} {...moment} server={server} point={places.servers[server]!} isDense={places.isDense} />
      ))}
      {places.database !== undefined && <DatabaseBox {...moment} point={places.database} />}
    </>
  );
}

function Legend() {
  return (
    <ul class="legend" aria-label="What is drawn">
      <li>
        <Shape d="M8 3a5 5 0 1 0 .01 0z" name="sip" /> SIP
      </li>
      <li>
        <Shape d="M8 2l6 11H2z" name="dundi" /> DUNDi
      </li>
      <li>
        <Shape d="M3 3h10v10H3z" name="iax2" /> IAX2
      </li>
      {facts.value?.usesDatabase !== false && (
        <li>
          <Shape d="M8 1l6 7-6 7-6-7z" name="mysql" /> MySQL
        </li>
      )}
      <li>
        <Shape d="M3 5l2-2 3 3 3-3 2 2-3 3 3 3-2 2-3-3-3 3-2-2 3-3z" name="bad" /> lost, or a phone that is not
        registered
      </li>
      <li>
        <Shape d="M8 3a5 5 0 1 0 .01 0z" name="talk" /> phone in a call
      </li>
    </ul>
  );
}

function Shape({ d, name }: { d: string; name: string }) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true" class={`shape ${name}`}>
      <path d={d} />
    </svg>
  );
}

/** Draws the canvas a frame after anything it shows has changed. */
function keepDrawn(canvas: HTMLCanvasElement): () => void {
  const context = canvas.getContext('2d')!;
  let frame = 0;
  let drawn = '';
  let lastTheme = '';
  const colours = new Map<string, string>();
  const palette = (name: string): string => {
    let colour = colours.get(name);
    if (colour === undefined) colours.set(name, (colour = getComputedStyle(canvas).getPropertyValue(name)));
    return colour;
  };
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const forget = (): void => {
    colours.clear();
    drawn = '';
  };
  dark.addEventListener('change', forget);
  const draw = (): void => {
    frame = requestAnimationFrame(draw);
    const [scene, places, known] = [facts.value, layout.value, run.value];
    const { clientWidth: x, clientHeight: y } = canvas;
    const theme = document.documentElement.dataset['theme'] ?? '';
    const state = `${x} ${y} ${at.value} ${speed.value} ${call.value} ${parts.value} ${theme}`;
    if (scene === undefined || places === undefined || known === undefined) {
      // Nothing of the scenario before is left while the next one is read.
      if (drawn !== '') context.clearRect(0, 0, x, y);
      drawn = '';
      return;
    }
    if (state === drawn) return;
    if (theme !== lastTheme) colours.clear();
    lastTheme = theme;
    drawn = state;
    const ratio = devicePixelRatio;
    if (canvas.width !== Math.round(x * ratio) || canvas.height !== Math.round(y * ratio)) {
      canvas.width = Math.round(x * ratio);
      canvas.height = Math.round(y * ratio);
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const looked = { facts: scene, layout: places, run: known, at: at.value, speed: speed.value, call: call.value };
    drawStage(context, { x, y }, looked, palette);
  };
  draw();
  return () => {
    cancelAnimationFrame(frame);
    dark.removeEventListener('change', forget);
  };
}
