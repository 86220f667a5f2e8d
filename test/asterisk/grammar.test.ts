import { describe, expect, it } from 'vitest';
import { Folder } from '../../src/asterisk/conf/folder.ts';
import { readConf } from '../../src/asterisk/conf/read.ts';
import { Remarks } from '../../src/asterisk/remarks.ts';
import { lines, type Dialect } from './help.ts';

/** Sections as `[name] key=value key=value`, and what was remarked. */
function parse(files: string | Record<string, string>, dialect: Dialect = '1.2') {
  const all = Object.entries(typeof files === 'string' ? { 'a.conf': files } : files).map(([path, text]) => ({
    path,
    text,
  }));
  const remarks = new Remarks();
  const conf = readConf(new Folder(all), all[0]!, dialect, remarks);
  const sections = conf.sections.map((section) =>
    [
      `[${section.name}]${section.template ? '!' : ''}`,
      ...section.entries.map((entry) => `${entry.key}=${entry.value}`),
    ].join(' '),
  );
  return { conf, sections, remarks: lines(remarks.all) };
}

describe('entries', () => {
  it('takes = and => alike and keeps repeated keys in order', () => {
    const { sections, conf, remarks } = parse('[a]\nk = 1\nk=>2\n k  =>  3 = 4 \nempty =>\n');
    expect(sections).toEqual(['[a] k=1 k=2 k=3 = 4 empty=']);
    expect(conf.sections[0]!.entries.map((entry) => entry.arrow)).toEqual([false, true, true, true]);
    expect(remarks).toEqual([]);
  });

  it('knows the place of key and value, with tabs, CRLF and a byte order mark', () => {
    const { conf, remarks } = parse('\uFEFF[a]\r\n\tkey\t=>  value ; x\r\n');
    const [entry] = conf.sections[0]!.entries;
    expect(conf.sections[0]!.place).toEqual({ file: 'a.conf', line: 1, column: 1 });
    expect(entry).toMatchObject({
      key: 'key',
      value: 'value',
      place: { line: 2, column: 2 },
      valuePlace: { line: 2, column: 10 },
    });
    expect(remarks).toEqual([]);
  });

  it('keeps sections named by MAC', () => {
    expect(parse('[00:14:22:23:26:2E] ;(hub)\nmodel=none').sections).toEqual(['[00:14:22:23:26:2E] model=none']);
  });

  it('remarks on lines that are no configuration, and goes on', () => {
    const { sections, remarks } = parse('[a]\n*****\n  (a remark\nk=1');
    expect(sections).toEqual(['[a] k=1']);
    expect(remarks).toEqual([
      'a.conf:2:1: risk: "*****" is no configuration: it has no "="; Asterisk warns and skips the line; a remark begins with ";"',
      'a.conf:3:3: risk: "(a remark" is no configuration: it has no "="; Asterisk warns and skips the line; a remark begins with ";"',
    ]);
  });

  it('calls what makes Asterisk refuse the file a mistake', () => {
    expect(parse('k=1\nl=2\n[a]\nk=2').remarks).toEqual([
      'a.conf:1:1: "k=1" is before the first [section]: Asterisk refuses the whole file',
    ]);
    expect(parse('[a\nk=2').remarks[0]).toBe('a.conf:1:1: no "]" in "[a": Asterisk refuses the whole file');
    expect(parse('[a](b\nk=2').remarks).toEqual(['a.conf:1:4: no ")" after [a]: Asterisk refuses the whole file']);
  });

  it('has += since 16 only', () => {
    expect(parse('[a]\nk=1\nk+=2\nnew+=3', '16').sections).toEqual(['[a] k=12 new=3']);
    expect(parse('[a]\nk=1\nk+=2', '1.2').sections).toEqual(['[a] k=1 k+=2']);
  });
});

describe('comments', () => {
  it.each([
    ['k=1;2', 'k=1'],
    ['k=1\\;2', 'k=1;2'],
    ['k=1\\;2;3\\;4', 'k=1;2'],
    ['k=1 ;-- in between --; 2', 'k=1  2'],
    ['k=1;--a--;2;--b--;3', 'k=123'],
    [';-------- ruler --------\nk=1', 'k=1'],
    [';--\nx=1\n;-- nested --;\ny=2\n--;k=1', 'k=1'],
    [';-- a ; b\nx=1 ; c\n--;\nk=1', 'k=1'],
    [';--- no block\nk=1', 'k=1'],
  ])('%j is %j', (text, expected) => {
    const { sections, remarks } = parse(`[a]\n${text}`);
    expect(sections).toEqual([`[a] ${expected}`]);
    expect(remarks).toEqual([]);
  });

  it('keeps columns of the file behind what it takes out', () => {
    const { conf } = parse('[a]\nk=a\\;b;--x--;c');
    expect(conf.sections[0]!.entries[0]!.valueColumns).toEqual([3, 5, 6, 14]);
  });

  it('says where a block that never ends began', () => {
    const { sections, remarks } = parse('[a]\nk=1\n;--\nk=2\n;-- deeper --;\n');
    expect(sections).toEqual(['[a] k=1']);
    expect(remarks).toEqual([
      'a.conf:3:1: risk: a block comment ";--" opens here and never ends: everything after it is a comment',
    ]);
  });

  it('says where a block ends that never began', () => {
    expect(parse('[a]\nk=1\nx=--;\nk=2').remarks).toEqual([
      'a.conf:3:1: risk: "--;" ends a block comment that was never opened: Asterisk takes everything after it for a comment',
    ]);
  });
});

describe('templates', () => {
  it('inherits in front of what follows, from several, of templates and of plain sections', () => {
    const { sections, remarks } = parse('[t](!)\na=1\n[u]\nb=2\n[x](t,u)\nc=3\n[y](!,t)\n[z](y)\n');
    expect(sections).toEqual(['[t]! a=1', '[u] b=2', '[x] a=1 b=2 c=3', '[y]! a=1', '[z] a=1']);
    expect(remarks).toEqual([]);
  });

  it('goes on with a section at (+)', () => {
    expect(parse('[x]\na=1\n[y]\nb=2\n[x](+)\nc=3\n').sections).toEqual(['[x] a=1 c=3', '[y] b=2']);
  });

  it('16 adds to no template, unless a filter asks for it', () => {
    const text = '[x](!)\na=1\n[x](+)\nb=2\n';
    expect(parse(text).sections).toEqual(['[x]! a=1 b=2']);
    expect(parse(text, '16').remarks).toEqual([
      'a.conf:3:5: [x](+) adds to a template, which 16 does not find: Asterisk refuses the whole file',
    ]);
    expect(parse('[x](!)\na=1\n[x]\nb=2\n[x](+)\nc=3\n', '16').sections).toEqual(['[x]! a=1', '[x] b=2 c=3']);
    const filtered = parse('[x](!)\na=1\n[x](+TEMPLATES=include)\nb=2\n', '16');
    expect(filtered.sections).toEqual(['[x]! a=1 b=2']);
    expect(filtered.remarks).toEqual([
      'a.conf:3:5: note: the filter behind "+" is not modelled: the first [x] is taken',
    ]);
  });

  it('leaves two sections of one name two', () => {
    expect(parse('[x]\na=1\n[x]\na=2').sections).toEqual(['[x] a=1', '[x] a=2']);
  });

  it('calls an unknown template a mistake, with the nearest name', () => {
    expect(parse('[phone](!)\n[desk](phoen)\n[dest](+)\n').remarks).toEqual([
      'a.conf:2:8: [desk] inherits from "phoen", which does not exist above it: Asterisk refuses the whole file; did you mean "phone"?',
      'a.conf:3:8: [dest](+) adds to a section that does not exist above it: Asterisk refuses the whole file; did you mean "desk"?',
    ]);
  });

  it('warns of a blank before the brackets', () => {
    expect(parse('[t](!)\n[x] (t)\n').remarks).toEqual([
      'a.conf:2:4: risk: "(t)" after [x] is ignored; a template\'s name follows "]" at once, in brackets',
    ]);
  });
});

describe('#include', () => {
  it.each([
    '#include "b.conf"',
    '#include <b.conf>',
    '#include b.conf ; x',
    '  #INCLUDE b.conf',
    '#tryinclude b.conf',
    '#include /etc/asterisk/b.conf',
    '#include ./b.conf',
  ])('%s', (line) => {
    const { sections, conf, remarks } = parse({ 'a.conf': `[a]\nx=1\n${line}\ny=2`, 'b.conf': 'in=a\n[b]\nin=b' });
    expect(sections).toEqual(['[a] x=1 in=a y=2', '[b] in=b']);
    expect(conf.sections[1]!.place.file).toBe('b.conf');
    expect(remarks).toEqual([]);
  });

  it('finds by pattern, in order, not through folders', () => {
    const files = {
      's/a.conf': '[a]\n#include "d/*.conf"',
      's/d/2.conf': 'k=2',
      's/d/1.conf': 'k=1',
      's/d/e/3.conf': 'k=3',
      's/d/4.txt': 'k=4',
    };
    expect(parse(files).sections).toEqual(['[a] k=1 k=2']);
  });

  it.each(['missing.conf', '../b.conf', '/etc/passwd', 'nothing/*.conf'])('%s: 1.2 goes on, 16 refuses', (name) => {
    const files = { 's/extensions.conf': `[a]\n#include "${name}"`, 's/other.conf': '' };
    const what = `s/extensions.conf:2:11: %#include "${name}": no such file in this server's folder; only files inside it can be included: `;
    expect(parse(files, '1.2').remarks).toEqual([`${what.replace('%', 'note: ')}Asterisk 1.2 continues without it`]);
    expect(parse(files, '16').remarks).toEqual([
      `${what.replace('%', '')}Asterisk refuses the whole of extensions.conf, and then every call is refused; --ignore-missing leaves the include out`,
    ]);
  });

  it('names the file that was probably meant', () => {
    expect(parse({ 'a.conf': '[a]\n#include exten.cnof', 'exten.conf': '' }).remarks[0]).toMatch(
      /did you mean "exten.conf"\?$/,
    );
  });

  it('does not mind a #tryinclude that finds nothing', () => {
    expect(parse('[a]\n#tryinclude "x.conf"').remarks).toEqual([]);
  });

  it('stops at a cycle', () => {
    const { remarks } = parse({ 'a.conf': '[a]\n#include b.conf', 'b.conf': '#include "a.conf"\nk=1' });
    expect(remarks).toEqual(['b.conf:1:11: #include "a.conf" includes itself: a.conf → b.conf → a.conf']);
  });

  it('does not run #exec, and ignores what it does not know', () => {
    expect(parse('[a]\n#exec /bin/ls\n#incldue x').remarks).toEqual([
      'a.conf:2:1: risk: #exec is not run, so what the program would write is missing here; put its output into a file and #include that',
      'a.conf:3:1: risk: unknown directive "#incldue": Asterisk ignores the line; did you mean "include"?',
    ]);
  });
});

describe('what grows without end', () => {
  it('files that include one another are read a thousand times at most', () => {
    const names = Array.from({ length: 12 }, (_, i) => `f${i}.conf`);
    const files = Object.fromEntries(names.map((name) => [name, '#tryinclude "f*.conf"\n']));
    const { remarks } = parse({ ...files, 'f0.conf': '[a]\n#include "f*.conf"' });
    expect(remarks.filter((line) => line.includes('more than 1000 files'))).toHaveLength(1);
    expect(remarks.find((line) => line.includes('more than 1000 files'))).toMatch(
      /^f\d+\.conf:1:14: #include "f\*\.conf": more than 1000 files are included/,
    );
    expect(remarks.length).toBeLessThan(20_000);
  });

  it('templates of templates are read to half a million lines', () => {
    const doubled = Array.from({ length: 40 }, (_, i) => `[t${i + 1}](!,t${i},t${i})`);
    expect(parse(['[t0](!)', 'k=1', ...doubled].join('\n')).remarks).toEqual([
      'a.conf:20:7: more than 500000 lines, with those that are included and inherited: nothing is read from here on',
    ]);
  });

  it('a line is as long as Asterisk reads it, and so is a value that += makes', () => {
    const line = `k=${'x'.repeat(9_000)}`;
    expect(parse(`[a]\n${line}\ny=1`)).toMatchObject({
      sections: ['[a] y=1'],
      remarks: [
        'a.conf:2:8192: the line has 9002 characters: Asterisk reads 8191 of them and takes the rest for a line of its own',
      ],
    });
    const { remarks } = parse(`[a]\nk=1\n${`k+=${'x'.repeat(8_000)}\n`.repeat(3)}`, '16');
    expect(remarks).toEqual(
      [4, 5].map((at) => `a.conf:${at}:1: the value of "k" has more than 8191 characters by now`),
    );
  });
});
