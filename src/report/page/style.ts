/**
 * The style of a report. Charts are drawn on white and are turned over in the dark; ladders take the colours by their
 * names (ladderSvg.ts has the same). Print is always light.
 */
export const STYLE = `
:root { color-scheme: light dark; --paper: #ffffff; --ink: #1b1b1b; --soft: #5c5c5c; --line: #b9b9b9; --lost: #b3261e; --note: #f1f1ee; }
@media screen and (prefers-color-scheme: dark) {
  :root { --paper: #16181b; --ink: #ececec; --soft: #b0b0b0; --line: #5b5f66; --lost: #ff9c8f; --note: #24272c; }
  figure.chart svg { filter: invert(0.9) hue-rotate(180deg); }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 70rem; padding: 1.5rem 1.25rem 4rem; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: break-word; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 0.25rem; }
h2 { font-size: 1.15rem; margin: 2.5rem 0 0.75rem; padding-bottom: 0.25rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.5rem 0 0.5rem; }
p { margin: 0.5rem 0; max-width: 60rem; }
.question, .facts { color: var(--soft); }
.facts { font-size: 0.875rem; overflow-wrap: anywhere; }
.answer { font-size: 1.1rem; padding: 0.9rem 1.1rem; background: var(--note); border-left: 4px solid var(--ink); margin: 1rem 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.9rem; }
th, td { text-align: left; vertical-align: top; padding: 0.25rem 1rem 0.25rem 0; border-bottom: 1px solid var(--line); }
th { font-weight: 600; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.lost { color: var(--lost); font-weight: 600; }
pre { font: 0.72rem/1.5 ui-monospace, "DejaVu Sans Mono", monospace; background: var(--note); padding: 0.75rem 1rem; overflow-x: auto; margin: 0.5rem 0; }
figure { margin: 1rem 0; }
figure svg { display: block; }
figure { overflow-x: auto; }
figure.ladder { border: 1px solid var(--line); }
.wide { display: none; color: var(--soft); font-size: 0.875rem; }
details summary { cursor: pointer; }
@media screen and (max-width: 940px) { .wide { display: block; } }
@media screen and (min-width: 941px) { figure.chart svg { max-width: 100%; height: auto; } }
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  h2, h3, p:has(+ pre), p:has(+ figure) { break-after: avoid; }
  tr, figure, .answer { break-inside: avoid; }
  .answer, pre { print-color-adjust: exact; }
  /* 130 columns on A4: no line of a table is broken. */
  pre { white-space: pre-wrap; font-size: 6pt; padding: 0.5rem; }
  figure svg { max-width: 100%; height: auto; }
  section:has(> details:not([open])) { display: none; }
}
`;
