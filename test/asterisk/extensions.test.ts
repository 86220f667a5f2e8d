import { describe, expect, it } from 'vitest';
import { lines, read, steps, type Dialect } from './help.ts';

function extensions(text: string, dialect: Dialect = '1.2') {
  const server = read({ 'extensions.conf': text }, dialect);
  const remarks = lines(server.remarks).filter((line) => !line.includes('no such file'));
  return { server, config: server.dialplan, remarks, steps: (context: string) => steps(server, context) };
}

describe('exten =>', () => {
  it('takes priority, label, application and arguments apart, and leaves the arguments alone', () => {
    const { steps, config, remarks } = extensions(
      '[a]\nexten => 1001,1(begin),Dial(SIP/${EXTEN}&Zap/g1|20|tr)\nexten=>1001,2,Set(x=$[(1 + 2) * 3])\nexten => 1001,3,Hangup\nexten => 1001,4, Answer()\n',
    );
    expect(steps('a')).toEqual([
      '1001,1(begin) Dial(SIP/${EXTEN}&Zap/g1|20|tr)',
      '1001,2 Set(x=$[(1 + 2) * 3])',
      '1001,3 Hangup()',
      '1001,4 Answer()',
    ]);
    expect(config.contexts[0]!.steps.map((step) => step.place.column)).toEqual([24, 15, 17, 18]);
    expect(remarks).toEqual([]);
  });

  it('1.2 leaves a blank before the comma in the extension', () => {
    const text = '[a]\nexten => 100 ,1,Answer\nexten => _X. ,1,Answer\n';
    const old = extensions(text);
    expect(old.steps('a')).toEqual(['_X.,1 Answer()']);
    expect(old.remarks).toEqual([
      'extensions.conf:2:10: risk: in 1.2 the blank after "100" is a part of it, and no number has one: the line is left out',
    ]);
    expect(extensions(text, '16').steps('a')).toEqual(['100,1 Answer()', '_X.,1 Answer()']);
    expect(extensions(text, '16').remarks).toEqual([]);
  });

  it('keeps escapes and quotes as they are written', () => {
    expect(
      extensions("[a]\nexten => s,1,MYSQL(Query r ${c} SELECT\\ a\\ from\\ b\\ where\\ name='x')").steps('a'),
    ).toEqual(["s,1 MYSQL(Query r ${c} SELECT\\ a\\ from\\ b\\ where\\ name='x')"]);
  });

  it('resolves n, n+2, s and labels', () => {
    const { steps, remarks } = extensions(
      '[a]\nexten => x,1,NoOp(1)\nexten => x,n(two),NoOp(2)\nexten => x,n+2,NoOp(5)\nexten => x,s+1,NoOp(6)\nexten => x,two+101,NoOp(103)\nexten => x,n,NoOp(104)\nexten => x,next,NoOp(105)\n',
    );
    expect(steps('a').map((step) => step.replace(' NoOp', ''))).toEqual([
      'x,1(1)',
      'x,2(two)(2)',
      'x,5(5)',
      'x,6(6)',
      'x,103(103)',
      'x,104(104)',
      'x,105(105)',
    ]);
    expect(remarks.filter((line) => !line.includes('only by a jump'))).toEqual([]);
  });

  it('counts n on from the line before, whatever its extension, and warns', () => {
    const { steps, remarks } = extensions('[a]\nexten => 1,1,Answer\nexten => 2,n,Answer\n');
    expect(steps('a')[1]).toBe('2,2 Answer()');
    expect(remarks[0]).toBe(
      'extensions.conf:3:12: risk: "n" counts on from the line before, which is of extension "1": this is priority 2 of "2"',
    );
  });

  it('counts on from the context before in 1.2, and begins anew in 16', () => {
    const text = '[a]\nexten => 1,1,Answer\n[b]\nexten => 1,n,Answer\n';
    expect(extensions(text).steps('b')).toEqual(['1,2 Answer()']);
    expect(extensions(text, '16').steps('b')).toEqual([]);
    expect(extensions(text, '16').remarks).toEqual([
      'extensions.conf:4:12: risk: "n" has no line before it to count on from: Asterisk refuses the line',
    ]);
  });

  it('refuses the later of two lines of one priority', () => {
    const { steps, remarks } = extensions('[a]\nexten => 1,1,Answer\nexten => 1,1,Hangup\n');
    expect(steps('a')).toEqual(['1,1 Answer()']);
    expect(remarks).toEqual([
      'extensions.conf:3:12: risk: priority 1 of "1" in [a] is there already: Asterisk refuses the second one',
    ]);
  });

  it.each([
    [
      'exten => 1,x,Answer',
      '3:12: risk: "x" is no priority; expected a number from 1, n, s or a label of this extension: Asterisk refuses the line',
    ],
    ['exten => 1,0,Answer', '3:12: risk: "0" is no priority'],
    ['exten => 1,2', 'no application in priority 2 of "1"'],
    ['exten => ,2,Answer', 'no extension: the line can never be reached'],
    [
      'exten => 1/555,2,Answer',
      '3:10: risk: "1/555" is for callers with the number behind the slash alone, which is not modelled: the line is left out',
    ],
    [
      'extne => 1,2,Answer',
      '3:1: risk: "extne =" is no directive of a context: Asterisk ignores the line; did you mean "exten"?',
    ],
  ])('leaves out %s', (line, remark) => {
    const found = extensions(`[a]\nexten => 1,1,Answer\n${line}\n`);
    expect(found.steps('a')).toEqual(['1,1 Answer()']);
    expect(found.remarks.join('\n')).toContain(remark);
  });

  it('keeps a hint apart from the steps', () => {
    const { config, steps, remarks } = extensions('[a]\nexten => 1,hint,SIP/1&SIP/2\nexten => 1,1,Answer\n');
    expect(steps('a')).toEqual(['1,1 Answer()']);
    expect(config.contexts[0]!.hints.map(({ extension, devices, place }) => [extension, devices, place.line])).toEqual([
      ['1', 'SIP/1&SIP/2', 2],
    ]);
    expect(remarks).toEqual([]);
  });

  it('cannot count on from a hint', () => {
    const { steps, remarks } = extensions('[a]\nexten => 1,1,Answer\nexten => 1,hint,SIP/1\nexten => 1,n,Hangup\n');
    expect(steps('a')).toEqual(['1,1 Answer()']);
    expect(remarks).toContain(
      'extensions.conf:4:12: risk: "n" counts on from a hint, which comes to priority 0: Asterisk refuses the line',
    );
  });

  it('takes what there is when a bracket is missing', () => {
    const { steps, remarks } = extensions('[a]\nexten => 1,1,NoOp(hello\n');
    expect(steps('a')).toEqual(['1,1 NoOp(hello)']);
    expect(remarks).toEqual([
      'extensions.conf:2:19: risk: no ")" after "NoOp(hello": Asterisk warns, and takes what there is',
    ]);
  });

  it('in 16 lets a set of a pattern hold a comma', () => {
    expect(extensions('[a]\nexten => _[1,2]X,1,Answer()\n', '16').steps('a')).toEqual(['_[1,2]X,1 Answer()']);
  });
});

describe('the form App,arguments', () => {
  it('is of 1.2', () => {
    const { steps, remarks } = extensions('[a]\nexten => 1,1,Dial,SIP/1|20\nexten => 1,2,Set,x=(y)\n');
    expect(steps('a')).toEqual(['1,1 Dial(SIP/1|20)', '1,2 Set(x=(y))']);
    expect(remarks).toEqual([]);
  });

  it('has no commas between arguments', () => {
    const { steps, remarks } = extensions('[a]\nexten => 1,1,Dial,SIP/1,20\nexten => 1,2,NoOp(a|b)');
    expect(steps('a')[0]).toBe('1,1 Dial(SIP/1\\,20)');
    expect(remarks).toEqual([
      'extensions.conf:2:19: risk: in the form Dial,arguments a comma separates no arguments in 1.2; write | or brackets',
    ]);
  });

  it('is one long name in 16', () => {
    const { remarks } = extensions('[a]\nexten => 1,1,Dial,SIP/1\n', '16');
    expect(remarks[0]).toContain('"Dial,SIP/1": since 1.6 arguments are in brackets');
  });
});

describe('same =>', () => {
  const text = '[a]\nexten => _X.,1,Answer()\n same => n(go),Dial(SIP/1)\n same => n,Hangup()\n';

  it('goes on with the extension in 16', () => {
    expect(extensions(text, '16').steps('a')).toEqual(['_X.,1 Answer()', '_X.,2(go) Dial(SIP/1)', '_X.,3 Hangup()']);
  });

  it('is ignored in 1.2, with a warning', () => {
    const { steps, remarks } = extensions(text);
    expect(steps('a')).toEqual(['_X.,1 Answer()']);
    expect(remarks[0]).toBe(
      'extensions.conf:3:2: risk: Asterisk 1.2 does not know "same =>" and ignores the line; it is of 1.6.2 and later (profile asterisk-16)',
    );
  });

  it('needs an extension before it', () => {
    expect(extensions('[a]\nsame => n,Answer()\n', '16').remarks[0]).toContain(
      '"same =>" without an "exten =>" before it in [a]',
    );
  });
});

describe('the file as a whole', () => {
  it('has the defaults of each release', () => {
    expect(extensions('[a]').config).toMatchObject({ autofallthrough: false, priorityJumping: true });
    expect(extensions('[a]', '16').config).toMatchObject({ autofallthrough: true, priorityJumping: false });
    expect(extensions('[general]\nautofallthrough=yes\npriorityjumping=no\nstatic=yes').config).toMatchObject({
      autofallthrough: true,
      priorityJumping: false,
    });
    expect(extensions('[general]\npriorityjumping=yes', '16').config.priorityJumping).toBe(false);
  });

  it('puts globals into names', () => {
    const { config, remarks } = extensions(
      '[globals]\nA=10\nB=${A}01\nNONE=${MISSING}\n[c]\nexten => ${B},1,NoOp(${A})\ninclude => in-${A}\nswitch => DUNDi/p${A}\n[in-10]\n',
    );
    expect(config.globals).toEqual({ A: '10', B: '1001', NONE: '' });
    expect(config.contexts[0]).toMatchObject({
      steps: [{ extension: '1001', args: '${A}' }],
      includes: [{ name: 'in-10' }],
      switches: [{ kind: 'DUNDi', data: 'p10' }],
    });
    expect(remarks).toEqual(['extensions.conf:8:11: risk: switch => DUNDi/p10 asks nobody: there is no dundi.conf']);
  });

  it('drops a context that is there already in 1.2, and adds to it in 16', () => {
    const text = '[a]\nexten => 1,1,Answer()\n[b]\n[a]\nexten => 2,1,Answer()\n';
    expect(extensions(text).steps('a')).toEqual(['1,1 Answer()']);
    expect(extensions(text).remarks).toEqual([
      'extensions.conf:4:1: risk: [a] is there already, since line 1 of extensions.conf: Asterisk 1.2 drops this one with its 1 lines; [a](+) would go on with the first',
    ]);
    expect(extensions(text, '16').steps('a')).toEqual(['1,1 Answer()', '2,1 Answer()']);
    expect(extensions(text, '16').config.contexts.map((context) => context.name)).toEqual(['a', 'b']);
  });

  it('inherits lines of a template with their places', () => {
    const { config } = extensions('[t](!)\nexten => h,1,Hangup()\n[a](t)\nexten => 1,1,Answer()\n', '16');
    expect(config.contexts.map((context) => context.name)).toEqual(['a']);
    expect(config.contexts[0]!.steps.map((step) => step.place.line)).toEqual([2, 4]);
  });

  it('keeps includes with their times, switches, ignorepat', () => {
    const { config, remarks } = extensions(
      '[a]\ninclude => b|9:00-17:00|mon-fri|*|*\ninclude => b\ninclude => b\nignorepat => 9\nswitch => IAX2/x@y\nlswitch => DUNDi/p\n[b]\n',
    );
    expect(config.contexts[0]).toMatchObject({
      includes: [{ name: 'b|9:00-17:00|mon-fri|*|*' }, { name: 'b' }],
      ignorePatterns: ['9'],
      switches: [
        { kind: 'IAX2', data: 'x@y' },
        { kind: 'DUNDi', data: 'p' },
      ],
    });
    expect(remarks).toEqual([
      'extensions.conf:2:12: note: times of an include are judged for one moment only: it is always Wednesday, 14 June, 10:00',
      'extensions.conf:4:12: risk: "b" is included already: Asterisk refuses the second one',
      'extensions.conf:6:11: risk: switch => IAX2 is not modelled: a number that only the other server knows is not found here',
      'extensions.conf:7:12: risk: switch => DUNDi/p asks nobody: there is no dundi.conf',
    ]);
  });
});
