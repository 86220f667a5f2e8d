import type { Random } from '../../fuzz/random.ts';

/** How a plan of one release is written. */
interface Dialect {
  readonly comma: ',' | '|';
  readonly driver: 'SIP' | 'PJSIP';
}

/** Where a server's calls go: extensions.conf. `dials`: device strings of the other servers. */
export function planLines(random: Random, dialect: Dialect, dials: readonly string[], asksDundi: boolean): string[] {
  const steps = Array.from({ length: 1 + random.below(6) }, () => step(random, dialect, dials, asksDundi));
  const local = stepOf(dialect, 'Dial', `${dialect.driver}/\${EXTEN}`, String(random.of([5, 20])));
  const own = random.chance(80) ? [local, ...steps] : steps;
  const lines = [
    '[general]',
    'static=yes',
    ...(random.chance(50) ? ['autofallthrough=yes'] : []),
    ...(random.chance(30) ? [`priorityjumping=${random.of(['yes', 'no'])}`] : []),
    '[phones]',
    `exten => 600,1,${stepOf(dialect, 'Queue', 'help', random.of(['', 'r', 't']), '', '', String(random.of([10, 60])))}`,
    `exten => 601,1,${stepOf(dialect, 'Dial', `Local/1001@incoming`, '20')}`,
    ...own.map((what, n) => `exten => _1XXX,${n === 0 ? 1 : 'n'},${what}`),
    ...(random.chance(40) ? [`exten => h,1,${stepOf(dialect, 'NoOp', '${DIALSTATUS}')}`] : []),
    ...(random.chance(40) ? [`exten => i,1,${random.of(FAREWELLS)}`] : []),
    `include => ${random.of(['numbers', 'elsewhere', 'parkedcalls'])}`,
    '[numbers]',
    ...switchLines(random, asksDundi),
    '[elsewhere]',
    `exten => _X.,1,${stepOf(dialect, 'Goto', 'incoming', '${EXTEN}', '1')}`,
    '[incoming]',
    `exten => _X.,1,${local}`,
    'exten => s,1,Answer()',
    `exten => s,2,${random.of(FAREWELLS)}`,
    '[macro-m]',
    `exten => s,1,${stepOf(dialect, 'Dial', '${ARG1}', '10')}`,
    '[sub]',
    'exten => s,1,Wait(0.1)',
    'exten => s,2,Return()',
    '[sipregistration]',
  ];
  return lines;
}

function switchLines(random: Random, asksDundi: boolean): readonly string[] {
  const realtime = random.chance(70) ? ['switch => Realtime/numbers@extensions'] : [];
  return asksDundi && random.chance(50) ? [...realtime, 'switch => DUNDi/priv'] : realtime;
}

const FAREWELLS = ['Hangup()', 'Congestion()', 'Busy()', 'Playback(vm-goodbye)', 'Wait(3)', 'Echo()', 'WaitExten(3)'];

/** One step of the way that a call takes. */
function step(random: Random, dialect: Dialect, dials: readonly string[], asksDundi: boolean): string {
  const { driver } = dialect;
  const of = (name: string, ...args: readonly string[]): string => stepOf(dialect, name, ...args);
  const other = dials.length > 0 ? random.of(dials) : 'Local/${EXTEN}@incoming';
  const old = dialect.comma === '|';
  const group = '$[${GROUP_COUNT(g)} > 3]?elsewhere';
  const choices = [
    of('Dial', other, String(random.of([5, 20]))),
    of('Dial', `${driver}/\${EXTEN}&${other}`, '15', random.of(['', 'r', 't', 'g'])),
    of('Dial', 'Local/${EXTEN}@incoming', '10'),
    of('Queue', 'help', '', '', '', '20'),
    of('AddQueueMember', 'help', random.of(['', `${driver}/1101`, 'Local/1102@incoming']), random.of(['', '1'])),
    of('RemoveQueueMember', 'help', random.of(['', `${driver}/1101`])),
    of(random.of(['PauseQueueMember', 'UnpauseQueueMember']), random.of(['', 'help']), `${driver}/1001`),
    of('ChanIsAvail', `${driver}/\${EXTEN}`, random.of(['s', '', old ? 'sj' : 's'])),
    of('VoiceMail', '${EXTEN}', 'u'),
    'Set(GROUP()=g)',
    of('GotoIf', group, '${EXTEN}', '1'),
    of('GotoIf', '$["${DIALSTATUS}" = "BUSY"]?elsewhere', '${EXTEN}', '1'),
    'Set(DB(a/${EXTEN})=1)',
    'NoOp(${DB(a/1001)} ${RAND(1,5)} ${CDR(src)} ${CHANNEL(state)})',
    random.of(FAREWELLS),
    of('AGI', 'who-calls.agi'),
    of('MYSQL', 'Connect c 10.10.10.110 u p db'),
    of('Macro', 'm', other),
    of('Gosub', 'sub', 's', '1'),
    'While($["${n}" = ""])\nexten => _1XXX,n,Set(n=1)\nexten => _1XXX,n,EndWhile()',
    ...(old || !asksDundi ? [] : [of('Dial', '${DUNDILOOKUP(${EXTEN},priv)}', '10')]),
  ];
  return random.of(choices);
}

function stepOf({ comma }: Dialect, name: string, ...args: readonly string[]): string {
  return `${name}(${args.join(comma)})`;
}
