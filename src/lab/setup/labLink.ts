import { EMPTY, type Setup } from './labSetup.ts';

/** Everything that a link brings back. */
export interface View {
  readonly setup: Setup;
  /** µs */
  readonly at: number;
  readonly speed: number;
  /** Name of a host, or empty. */
  readonly selected: string;
  /** 0: none. */
  readonly call: number;
  readonly panel: string;
  /** Empty: none. */
  readonly lesson: string;
  /** What was guessed in the lesson; undefined: nothing yet. */
  readonly guess?: number | undefined;
}

/** Characters of a link's fragment. */
export const LONGEST_LINK = 2048;

/** Keys of one letter: every character counts. */
interface Packed {
  s?: string;
  x?: string;
  o?: readonly string[];
  r?: string;
  f?: readonly string[];
  t?: number;
  v?: number;
  h?: string;
  c?: number;
  p?: string;
  l?: string;
  g?: number;
}

/** The fragment of a link, without `#`; undefined: an edited text is too long for a link. */
export async function linkOf(view: View): Promise<string | undefined> {
  const { setup, at, speed, selected, call, panel, lesson, guess } = view;
  const packed: Packed = {
    ...(setup.scenario === EMPTY.scenario ? {} : { s: setup.scenario }),
    ...(setup.text === undefined ? {} : { x: setup.text }),
    ...(setup.sets.length === 0 ? {} : { o: setup.sets }),
    ...(setup.seed === '' ? {} : { r: setup.seed }),
    ...(setup.faults.length === 0 ? {} : { f: setup.faults }),
    ...(at === 0 ? {} : { t: Math.round(at) }),
    ...(speed === 1 ? {} : { v: speed }),
    ...(selected === '' ? {} : { h: selected }),
    ...(call === 0 ? {} : { c: call }),
    ...(panel === '' ? {} : { p: panel }),
    ...(lesson === '' ? {} : { l: lesson }),
    ...(guess === undefined ? {} : { g: guess }),
  };
  const link = `v1.${base64url(await deflated(JSON.stringify(packed)))}`;
  return link.length <= LONGEST_LINK ? link : undefined;
}

/** Undefined: it is no link of ours, or a damaged one. */
export async function viewOf(link: string): Promise<View | undefined> {
  if (!link.startsWith('v1.') || link.length > LONGEST_LINK) return undefined;
  try {
    return checked(JSON.parse(await inflated(bytesOf(link.slice(3)))));
  } catch {
    return undefined; // Not base64, not deflated, not JSON.
  }
}

/** A link is a stranger's text: each value is of its kind, or the link is none. */
function checked(value: unknown): View | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const {
    s = EMPTY.scenario,
    x,
    o = [],
    r = '',
    f = [],
    t = 0,
    v = 1,
    h = '',
    c = 0,
    p = '',
    l = '',
    g,
  } = value as Packed;
  const texts = [s, r, h, p, l, ...(x === undefined ? [] : [x]), ...list(o), ...list(f)];
  const numbers = [t, v, c];
  if (g !== undefined && (typeof g !== 'number' || !Number.isFinite(g))) return undefined;
  if (!Array.isArray(o) || !Array.isArray(f) || texts.some((one) => typeof one !== 'string')) return undefined;
  if (numbers.some((one) => typeof one !== 'number' || !Number.isFinite(one) || one < 0) || v === 0) return undefined;
  const setup: Setup = { scenario: s, text: x, sets: o, seed: r, faults: f };
  return {
    setup,
    at: t,
    speed: v,
    selected: h,
    call: c,
    panel: p,
    lesson: l,
    ...(g === undefined ? {} : { guess: g }),
  };
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** What an inflated link may have: a few scenarios. */
const MOST_BYTES = 200_000;

async function deflated(text: string): Promise<Uint8Array> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function inflated(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
    if (text.length > MOST_BYTES) throw new RangeError('the link unpacks to too much');
  }
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
}
