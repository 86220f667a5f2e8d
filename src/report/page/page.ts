import { sha256 } from '../../text/sha256.ts';
import { el, type Markup } from '../charts/svg.ts';
import { all } from './markup.ts';
import { STYLE } from './style.ts';

export interface Page {
  /** Of the window; the heading of the page. */
  readonly title: string;
  /** What the scenario wants to know; empty: nothing. */
  readonly question: string;
  /** One sentence. */
  readonly answer: string;
  /** Profile, seed, version and what else makes it this result and no other. */
  readonly facts: string;
  readonly parts: readonly Markup[];
}

/**
 * A report as one HTML file that needs no other and no script: it opens from disk, in light and dark, and prints. Ends
 * with a line feed.
 */
export function pageHtml({ title, question, answer, facts, parts }: Page): string {
  const policy = `default-src 'none'; style-src 'sha256-${base64Of(sha256(STYLE))}'`;
  const head = [
    el('meta', { charset: 'utf-8' }),
    el('meta', { 'http-equiv': 'Content-Security-Policy', 'content': policy }),
    el('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    el('title', {}, title),
    { svg: `<style>${STYLE}</style>` },
  ];
  const body = [
    el('h1', {}, title),
    ...(question === '' ? [] : [el('p', { class: 'question' }, question)]),
    el('p', { class: 'answer' }, answer),
    el('p', { class: 'facts' }, facts),
    ...parts,
  ];
  return `<!doctype html>\n<html lang="en">\n<head>\n${all(head).svg}</head>\n<body>\n<main>\n${all(body).svg}</main>\n</body>\n</html>\n`;
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Hex digits as base64 with its padding (RFC 4648). */
function base64Of(hex: string): string {
  let text = '';
  for (let at = 0; at < hex.length; at += 6) {
    const digits = hex.slice(at, at + 6);
    const bits = Number.parseInt(digits.padEnd(6, '0'), 16);
    const group = [18, 12, 6, 0].map((shift) => BASE64[(bits >>> shift) & 63]).join('');
    text += group.slice(0, digits.length / 2 + 1).padEnd(4, '=');
  }
  return text;
}
