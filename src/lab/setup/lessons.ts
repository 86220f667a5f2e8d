import { SECOND, MILLISECOND } from '../../kernel/units.ts';
import type { ResultDocument } from '../../measure/document.ts';
import type { ReplayedRun } from '../replay/replayedRun.ts';
import { EMPTY, type Setup } from './labSetup.ts';

/** What is asked before the run is shown, and how the run answers it. */
export interface Prediction {
  readonly question: string;
  /** Behind the number; empty: a count. */
  readonly unit: string;
  readonly answer: (document: ResultDocument, run: ReplayedRun) => number;
  /** A guess at most this far from the answer counts as right. */
  readonly close: number;
}

/** Predict, run, check. */
export interface Lesson {
  readonly id: string;
  readonly title: string;
  readonly setup: Setup;
  /** Three sentences: what is drawn, what happens, what to look at. */
  readonly see: string;
  readonly predict: Prediction;
  /** Where playing begins, µs, and how many times as fast as the clock on the wall. */
  readonly from: number;
  readonly speed: number;
  /** Shown with the answer: why it is this number. */
  readonly because: string;
  /** One thing to do then, and what it shows. */
  readonly next: { readonly label: string; readonly setup: Setup; readonly shows: string };
  /** For the teacher. */
  readonly teacher: string;
}

const calls = (document: ResultDocument): ResultDocument['calls'] => document.calls;
const lostPercent = (document: ResultDocument): number => (100 * calls(document).lost) / calls(document).offered;
const tenths = (value: number): number => Math.round(10 * value) / 10;
const of = (scenario: string, ...sets: readonly string[]): Setup => ({ ...EMPTY, scenario, sets });

/** Calls whose phone rang later than this were slow. */
const SLOW = 2 * SECOND;

export const LESSONS: readonly Lesson[] = [
  {
    id: 'server-dies',
    title: 'A server dies',
    setup: of('failover'),
    see:
      'Five registration servers keep 200 phones each; the hub in the middle, dunpbx1, knows none of them, but can ask all five where a number is. ' +
      'At 60 s regpbx2 crashes, and at 5 min it is switched on again. ' +
      'Watch the phones below it turn red as they try to refresh their registration, and the other servers wait for answers that do not come.',
    predict: {
      question: 'About 900 calls are made in 15 minutes. How many of them are lost?',
      unit: 'calls',
      answer: (document) => calls(document).lost,
      close: 15,
    },
    from: 50 * SECOND,
    speed: 5,
    because:
      'Nearly all of them belong to the dead server: calls of its own phones find no server, and talk that went through it is cut. Callers of the other servers lose next to nothing, because the database still has the address of each phone.',
    next: {
      label: 'Give the phones a second server (backup: next)',
      setup: of('failover', 'phones.office.backup=next'),
      shows:
        'The phones of regpbx2 register at regpbx3 when a refresh fails, and can call again long before the restart.',
    },
    teacher:
      'Let the class say first whose calls are lost: callers of the dead server, or calls to its phones. Most expect the second. Then let one of them click a lost call in the chart and read out its ladder.',
  },
  {
    id: 'five-seconds',
    title: 'What cachetime 5 really is',
    setup: of('cachetime-5s', 'duration=5m'),
    see:
      'Each server keeps the answers it has had; the bar in its box shows how long they still live. ' +
      'The paper sets cachetime to 5 s. ' +
      'Watch an entry appear when a call comes, and see when it goes.',
    predict: {
      question: 'For how many seconds at most is an answer kept?',
      unit: 's',
      answer: (_, run) => tenths(run.longestAnswer() / SECOND),
      close: 0.2,
    },
    from: 10 * SECOND,
    speed: 0.5,
    because:
      'Asterisk takes 10 s off what the answer says, keeps it for at least 1 s, and counts in whole seconds of the clock: 5 becomes something between 0 and 1 s. Only the further lookups of the same call find the answer in the cache.',
    next: {
      label: 'Set cachetime to 1 h',
      setup: of('cachetime-5s', 'duration=5m', 'servers.*.cachetime=1h'),
      shows: 'Answers now stay for 3,590 s: the hub has little to do, and a dead server is believed alive for an hour.',
    },
    teacher:
      'The number in the configuration is not the number that counts. The lesson is the habit to look: database show dundi/cache on a real server shows the same. Under the profile whitepaper the entry lives for the 5 s that the paper believed in.',
  },
  {
    id: 'who-pays',
    title: 'Who pays for a dead server',
    setup: of('failover', 'duration=5m'),
    see:
      'regpbx2 crashes at 60 s, but nobody tells the other servers: each of their lookups still asks it, and waits. ' +
      'A lookup holds the dialplan lock of its server, so other calls queue behind it. ' +
      'Watch the locks of the living servers until the hub notices the death.',
    predict: {
      question: 'How many calls ring only after more than 2 s?',
      unit: 'calls',
      answer: (_, run) => run.calls.filter((call) => call.ringingAt - call.offeredAt > SLOW).length,
      close: 10,
    },
    from: 58 * SECOND,
    speed: 1,
    because:
      'Every lookup that is not in a cache waits 2 s for the dead server, with the dialplan lock held, until the qualify of the hub has marked it. The callers who pay have nothing to do with the dead server.',
    next: {
      label: 'Let the qualify limit be 100 ms',
      setup: of('failover', 'duration=5m', 'servers.*.peers.*.qualify=100ms'),
      shows: 'A question to a dead server now lives for 100 ms instead of 2 s: the callers hardly notice.',
    },
    teacher:
      'Draw the chain on the board: caller, own server, hub, dead server. Ask who waits for whom, and where the lock is held. The one line qualify=100 mends what five backup servers would not.',
  },
  {
    id: 'why-ttl-2',
    title: 'Why ttl 2',
    setup: of('ttl-1'),
    see:
      'ttl says how many servers deep a question may go: server to hub is one, hub to the next server is two. ' +
      'Here it is 1. ' +
      'Watch the triangles: they reach the hub, and go no further.',
    predict: {
      question: 'Of 290 calls, how many are connected through DUNDi?',
      unit: 'calls',
      answer: (document) => calls(document).outcomes.dundi,
      close: 0,
    },
    from: 5 * SECOND,
    speed: 0.2,
    because:
      'The hub has no phones of its own and may not ask further, so it answers "not here" at once. All calls to another server go by the address in MySQL, and the hub is of no use.',
    next: {
      label: 'Set ttl to 2',
      setup: of('ttl-2'),
      shows: 'Now the hub asks the five servers, and most calls between servers are found by DUNDi.',
    },
    teacher:
      'A star needs exactly 2. Ask what 3 would add here (nothing: every server has been asked already), and what would need it: a hub of hubs.',
  },
  {
    id: 'two-registrations',
    title: 'One phone, two registrations',
    setup: of('registered-twice'),
    see:
      'Phone 1002 registers at regpbx2, and at 20 s at regpbx3 as well, so two servers say "yes" when it is asked for. ' +
      'At 60 s regpbx2 dies. ' +
      'Watch the call at 70 s: the answer of regpbx3 is there within milliseconds.',
    predict: {
      question: 'After how many seconds does 1002 ring for that call?',
      unit: 's',
      answer: (document) => tenths((calls(document).postDialDelayMs.max ?? 0) * (MILLISECOND / SECOND)),
      close: 0.3,
    },
    from: 69.9 * SECOND,
    speed: 0.2,
    because:
      'A lookup does not end at the first answer: it waits until every server that was asked has answered, or is given up after 2 s. The second registration saves the call, not the wait.',
    next: {
      label: 'Let the qualify limit be 100 ms',
      setup: of('registered-twice', 'servers.*.peers.*.qualify=100ms'),
      shows: 'The wait shrinks with the limit; the call still goes to regpbx3.',
    },
    teacher: 'Ask why Asterisk waits when it has an answer: a server that answers later could have a better weight.',
  },
  {
    id: 'hub-alone',
    title: 'The hub is alone',
    setup: of('hub-fails', 'duration=6m'),
    see:
      'There is one hub, and every lookup between servers goes through it. ' +
      'At 60 s it crashes, and at 5 min it is back. ' +
      'Watch what the servers do when their only way to ask is gone.',
    predict: {
      question: 'How many calls are lost?',
      unit: 'calls',
      answer: (document) => calls(document).lost,
      close: 2,
    },
    from: 55 * SECOND,
    speed: 5,
    because:
      'None: when the lookup fails, the plan reads the address of the phone from MySQL and dials it directly. Until each server has noticed, its callers pay with seconds, because the lookup waits with the lock held.',
    next: {
      label: 'Stop MySQL as well, at 100 s',
      setup: { ...of('hub-fails', 'duration=6m'), faults: ['{ at: 100s, stopDatabase: yes }'] },
      shows: 'With both gone, only calls between phones of one server are left.',
    },
    teacher:
      'A single point of failure loses calls only where there is no fallback. Here the fallback is the last line of the dialplan; ask what it depends on.',
  },
  {
    id: 'slow-mysql',
    title: 'MySQL is slow',
    setup: of('mysql-300ms', 'duration=5m', 'faults=[]'),
    see:
      'All servers are up, and the database answers every statement, but takes 300 ms. ' +
      'A server has one SIP thread, and it writes each registration to the database before it says OK. ' +
      'Watch the SIP queues in the boxes.',
    predict: {
      question: 'What share of the calls is lost?',
      unit: '%',
      answer: (document) => tenths(lostPercent(document)),
      close: 10,
    },
    from: 0,
    speed: 10,
    because:
      'While one registration waits for the database, every other message waits behind it. Phones send their REGISTER again after half a second, each copy is one more UPDATE, and the queue grows until the socket of the server is full: what comes then is lost, and who is served has waited 15 s. The database itself is nearly idle.',
    next: {
      label: 'Make it 10 ms',
      setup: of('mysql-10ms', 'duration=5m', 'faults=[]'),
      shows: 'At 10 ms nobody notices anything.',
    },
    teacher:
      'Let the class compute the load first: 200 phones each 270 s, 0.3 s each: 22 % busy. It should be fine. What is missing in that sum are the retransmissions.',
  },
  {
    id: 'collapse',
    title: 'A healthy cluster collapses',
    setup: of('collapse', 'duration=4m', 'calls.0.rate=8/s'),
    see:
      'Nobody is dead, no packet is lost, the database is fast: 8 calls a second come, and every server is nearly idle. ' +
      'A lookup holds the dialplan lock of its server, and the same lock is needed to answer the hub. ' +
      'Watch what happens when two lookups cross.',
    predict: {
      question: 'What share of the calls is lost?',
      unit: '%',
      answer: (document) => tenths(lostPercent(document)),
      close: 10,
    },
    from: 0,
    speed: 10,
    because:
      'Two servers that ask at the same moment each wait for the other, through the hub, for 2.2 s. Calls that come meanwhile queue for the lock, and each of them is another lookup. From a few calls a second on it does not end.',
    next: {
      label: 'Ask by DUNDILOOKUP() instead of the switch',
      setup: of('collapse-remedy', 'duration=4m', 'calls.0.rate=8/s'),
      shows: 'The function asks without the lock: the same load, and not one call is lost.',
    },
    teacher:
      'Ask what has failed. Nothing has: each part does what it is written to do. The cure is one line of the dialplan. Turn the call rate down to 2/s and it mostly holds.',
  },
];

export function lessonNamed(id: string): Lesson | undefined {
  return LESSONS.find((lesson) => lesson.id === id);
}
