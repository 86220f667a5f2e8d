import { SECOND } from '../../kernel/units.ts';
import type { ClusterFacts } from '../engine/clusterFacts.ts';
import { FATES } from '../replay/recording.ts';
import type { ReplayedRun } from '../replay/replayedRun.ts';
import { pointOf, type Layout, type Point } from './stageLayout.ts';
import { linkStateAt, linksOf } from './stageLinks.ts';

/** Of the page's colours, by name in the style sheet. */
export type Palette = (name: string) => string;

/** What is drawn. */
export interface Scene {
  readonly facts: ClusterFacts;
  readonly layout: Layout;
  readonly run: ReplayedRun;
  readonly at: number;
  readonly speed: number;
  /** The call whose messages are drawn alone; 0: all. */
  readonly call: number;
}

/** A message is drawn for at least so long on the clock on the wall: on the wire it takes a tenth of a millisecond. */
const SHOWN = 0.45 * SECOND;
/** Most messages in one picture. */
const MOST = 600;

const COLOURS: ReadonlyMap<string, string> = new Map([
  ['SIP', '--sip'],
  ['DUNDi', '--dundi'],
  ['IAX2', '--iax2'],
  ['MySQL', '--mysql'],
]);

/** Draws links, phones and messages; the boxes of the hosts lie above it as buttons. */
export function drawStage(context: CanvasRenderingContext2D, size: Point, scene: Scene, palette: Palette): void {
  context.clearRect(0, 0, size.x, size.y);
  drawLinks(context, size, scene, palette);
  drawPhones(context, size, scene, palette);
  drawMessages(context, size, scene, palette);
}

function drawLinks(context: CanvasRenderingContext2D, size: Point, scene: Scene, palette: Palette): void {
  for (const { server, to } of linksOf(scene.facts, scene.layout)) line(context, size, scene, palette, server, to);
}

function line(
  context: CanvasRenderingContext2D,
  size: Point,
  { layout, facts, at }: Scene,
  palette: Palette,
  a: number,
  b: number,
): void {
  const [from, to] = [pointOf(layout, a)!, pointOf(layout, b)!];
  const state = linkStateAt(facts, a, b, at);
  context.strokeStyle = palette({ cut: '--bad', poor: '--warn', fine: '--line' }[state]);
  context.lineWidth = state === 'fine' ? 1 : 2;
  context.setLineDash(
    state === 'fine' ? (b === facts.servers.length ? [2, 5] : []) : state === 'cut' ? [6, 6] : [2, 3],
  );
  context.beginPath();
  context.moveTo(from.x * size.x, from.y * size.y);
  context.lineTo(to.x * size.x, to.y * size.y);
  context.stroke();
  context.setLineDash([]);
}

function drawPhones(
  context: CanvasRenderingContext2D,
  size: Point,
  { facts, layout, run, at }: Scene,
  palette: Palette,
): void {
  const registered = run.registeredAt(at);
  const busy = new Set<string>();
  for (const call of run.callsAt(at)) {
    busy.add(call.from);
    if (call.ringingAt >= 0 && call.ringingAt <= at) busy.add(call.dialled);
  }
  for (const block of layout.blocks) {
    const cell = Math.min((block.width * size.x) / block.columns, (block.height * size.y) / block.rows);
    const radius = Math.max(1, Math.min(5, cell * 0.36));
    for (const phone of block.phones) {
      const point = layout.phones[phone]!;
      const isRegistered = run.isEmpty || registered[phone] === 1;
      const isBusy = busy.has(facts.phones.numbers[phone]!);
      context.fillStyle = palette(!isRegistered ? '--bad' : isBusy ? '--talk' : '--phone');
      context.beginPath();
      // A phone that is not registered is a cross: colour alone says nothing to some.
      if (isRegistered)
        context.arc(point.x * size.x, point.y * size.y, isBusy ? radius * 1.25 : radius, 0, 2 * Math.PI);
      else cross(context, point.x * size.x, point.y * size.y, radius);
      context.fill();
    }
  }
}

function drawMessages(context: CanvasRenderingContext2D, size: Point, scene: Scene, palette: Palette): void {
  const { run, layout, facts, at, speed, call } = scene;
  const shown = SHOWN * speed;
  const { columns } = run.messages;
  for (const row of run.messagesBetween(at - shown, at, MOST)) {
    if (call !== 0 && columns.call[row] !== call) continue;
    const from = pointOf(layout, columns.from[row]!);
    const to = pointOf(layout, columns.to[row]!);
    if (from === undefined || to === undefined) continue;
    const { protocol } = facts.messages[columns.kind[row]!]!;
    const progress = Math.min(1, (at - columns.at[row]!) / shown);
    const isLost = FATES[columns.fate[row]!] === 'lost' || FATES[columns.fate[row]!] === 'off';
    // What is lost fades half way, where it would have been.
    const reach = isLost ? Math.min(progress, 0.55) : progress;
    const x = (from.x + (to.x - from.x) * reach) * size.x;
    const y = (from.y + (to.y - from.y) * reach) * size.y;
    context.fillStyle = palette(isLost && progress > 0.5 ? '--bad' : COLOURS.get(protocol)!);
    context.beginPath();
    shape(context, isLost && progress > 0.5 ? 'lost' : protocol, x, y, call === 0 ? 4.5 : 6.5);
    context.fill();
  }
}

/** A shape for each protocol. */
function shape(context: CanvasRenderingContext2D, protocol: string, x: number, y: number, r: number): void {
  if (protocol === 'SIP') context.arc(x, y, r * 0.9, 0, 2 * Math.PI);
  else if (protocol === 'DUNDi')
    polygon(context, [
      [x, y - r * 1.15],
      [x + r, y + r * 0.8],
      [x - r, y + r * 0.8],
    ]);
  else if (protocol === 'IAX2') context.rect(x - r * 0.8, y - r * 0.8, r * 1.6, r * 1.6);
  else if (protocol === 'MySQL')
    polygon(context, [
      [x, y - r * 1.15],
      [x + r, y],
      [x, y + r * 1.15],
      [x - r, y],
    ]);
  else cross(context, x, y, r);
}

function polygon(context: CanvasRenderingContext2D, points: readonly (readonly [number, number])[]): void {
  points.forEach(([x, y], i) => (i === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
  context.closePath();
}

function cross(context: CanvasRenderingContext2D, x: number, y: number, r: number): void {
  const thin = r * 0.45;
  for (const turn of [Math.PI / 4, -Math.PI / 4]) {
    const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
    const corner = (along: number, across: number): [number, number] => [
      x + along * cos - across * sin,
      y + along * sin + across * cos,
    ];
    polygon(context, [corner(-r, -thin), corner(r, -thin), corner(r, thin), corner(-r, thin)]);
  }
}
