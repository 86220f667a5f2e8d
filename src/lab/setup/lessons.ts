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
}

/** Predict, run, check. */
export interface Lesson {
  readonly id: string;
  readonly title: string;
  readonly setup: Setup;
  /** Three sentences: what is drawn, what happens, what to look at. */
  readonly see: string;
  readonly predict: Prediction;
  /** The answer is how long a cached answer lives, which boxes and lists show: not before the guess. */
  readonly asksForLives?: true;
  /** Where playing begins, µs, and how many times as fast as the clock on the wall. */
  readonly from: number;
  readonly speed: number;
  /** Shown with the answer: why it is this number. */
  readonly because: string;
  /** One thing to do then, and what it shows. */
  readonly next: {
    readonly label: string;
    readonly setup: Setup;
    readonly shows: string;
    /** The line of a .conf file that is another then. */
    readonly line?: { readonly file: string; readonly before: string; readonly now: string };
  };
  /** For the teacher. */
  readonly teacher: string;
}

const calls = (document: ResultDocument): ResultDocument['calls'] => document.calls;
const lostPercent = (document: ResultDocument): number => (100 * calls(document).lost) / calls(document).offered;
const tenths = (value: number): number => Math.round(10 * value) / 10;
const of = (scenario: string, ...sets: readonly string[]): Setup => ({ ...EMPTY, scenario, sets });

/** Five minutes without a fault, and ten after a crash. */
const CACHED = ['duration=15m', 'faults.0.at=5m'];

/** Calls whose phone rang later than this were slow. */
const SLOW = 2 * SECOND;

export const LESSONS: readonly Lesson[] = [
  {
    id: 'server-dies',
    title: 'A server dies',
    setup: of('failover'),
    see:
      'Five telephone servers, regpbx1 to regpbx5, keep 200 phones each; to find the phone of another server, a server asks the hub, dunpbx1, and the hub asks all the others: this is a DUNDi lookup. ' +
      'At 1:00 the server regpbx2 crashes, and at 5:00 it is switched on again. ' +
      'Watch the messages to it get lost (red crosses); from about 3:35 on its phones turn into red crosses as well, because they have given up registering.',
    predict: {
      question: 'About 900 calls are made in 15 minutes. How many are lost: never connected, or cut off while talking?',
      unit: 'calls',
      answer: (document) => calls(document).lost,
    },
    from: 50 * SECOND,
    speed: 5,
    because:
      'Nearly all of them are calls of the phones of regpbx2. Two thirds were made while it was down: those callers have no other server. One third were talking through it when it crashed, and were cut off: the red bar at 1:00. Callers of the other servers lose next to nothing, because their servers find the address of a phone in the database when the lookup fails.',
    next: {
      label: 'Give the phones a second server (backup: next)',
      setup: of('failover', 'phones.office.backup=next'),
      shows:
        'The phones of regpbx2 register at regpbx3 when regpbx2 does not answer, and can call again long before it is back.',
    },
    teacher:
      'Let the class say first whose calls are lost: calls of the phones of regpbx2, or calls to them. Most expect the second. Then let one of them click a red bar in the chart and read out how that call ended.',
  },
  {
    id: 'five-seconds',
    title: 'What cachetime 5 really is',
    setup: of('cachetime-5s', ...CACHED),
    see:
      'A server that has asked where a number is keeps the answer for a while, so as not to ask again for the next call: that is its cache. ' +
      'The setting cachetime says for how long; the white paper that describes this cluster chose 5 s. ' +
      'Watch the number of cached answers in the boxes rise when a call comes, and fall again.',
    predict: {
      question: 'For how many seconds at most is an answer kept?',
      unit: 's',
      answer: (_, run) => tenths(run.longestAnswer() / SECOND),
    },
    asksForLives: true,
    from: 10 * SECOND,
    speed: 0.5,
    because:
      'Asterisk takes 10 s off the cachetime, but keeps an answer for at least 1 s: of 5 s that 1 s is left. Nearly every call has to ask the hub again: 277 lookups in 15 minutes. But an answer is never old: when regpbx2 crashes at 5:00 and its phones register at regpbx3, they are found there at once, and 9 calls are lost.',
    next: {
      label: 'Set cachetime to 1 h',
      setup: of('cachetime-5s', ...CACHED, 'servers.*.cachetime=1h'),
      shows:
        'An answer now lives for 3,590 s. The gain: the hub is asked for 194 lookups instead of 277. The price: after the crash at 5:00 the caches still say that the phones are at regpbx2, so calls are sent to a dead server, and 25 are lost instead of 9. This is what cachetime trades: fewer lookups every day against more lost calls on the day that a server dies. The panel Trade-off draws both for six cachetimes.',
    },
    teacher:
      'The number in the configuration is not the number that counts. The lesson is the habit to look: on a real server, database show dundi/cache shows the same. Under the profile whitepaper the answer lives for the 5 s that the paper believed in.',
  },
  {
    id: 'who-pays',
    title: 'Who pays for a dead server',
    setup: of('failover', 'duration=5m'),
    see:
      'At 1:00 regpbx2 crashes, but the other servers do not know: the hub still asks it in each of their lookups, and waits for an answer. ' +
      'While a server waits for a lookup it holds its dialplan lock, without which it can begin no other call: those wait in a queue. ' +
      'Watch the locks in the boxes (orange) until 1:54, when the hub has noticed that regpbx2 is dead.',
    predict: {
      question: 'Of the 290 calls of these 5 minutes, how many ring only after more than 2 s?',
      unit: 'calls',
      answer: (_, run) => run.calls.filter((call) => call.ringingAt - call.offeredAt > SLOW).length,
    },
    from: 58 * SECOND,
    speed: 1,
    because:
      'Until the hub has noticed, each lookup waits 2 s for the dead server, with the dialplan lock held, and the calls behind it wait as well. Those who pay are callers of healthy servers, who call healthy phones.',
    next: {
      label: 'Give up a peer after 100 ms (qualify=100)',
      setup: of('failover', 'duration=5m', 'servers.*.peers.*.qualify=100ms'),
      shows: 'A lookup now waits 100 ms for the dead server instead of 2 s: callers hardly notice.',
    },
    teacher:
      'Draw the chain on the board: caller, own server, hub, dead server. Ask who waits for whom, and where a lock is held. The one line qualify=100 does here what five backup servers would not.',
  },
  {
    id: 'why-ttl-2',
    title: 'Why ttl 2',
    setup: of('ttl-1', 'faults=[]'),
    see:
      'Each question carries a number, its ttl: how many servers deep it may go; to the hub is 1, through the hub to the other servers is 2. ' +
      'Here it is set to 1, and no server dies. ' +
      'Watch the questions (triangles): they reach the hub, and go no further.',
    predict: {
      question: 'Of 290 calls, how many are connected because a DUNDi lookup found the phone?',
      unit: 'calls',
      answer: (document) => calls(document).outcomes.dundi,
    },
    from: 9.2 * SECOND,
    speed: 0.1,
    because:
      'The hub has no phones of its own, and may not ask anybody else: it answers "not here" at once. Calls to another server are connected all the same, because the database has the address of the phone: as if there were no hub. A phone that the database does not know would not be found.',
    next: {
      label: 'Set ttl to 2',
      setup: of('ttl-2', 'faults=[]'),
      shows:
        'Now the hub asks the other servers, and a lookup finds the phone for four fifths of all calls: all but those to a phone of the same server.',
    },
    teacher:
      'A star of servers around one hub needs exactly 2. Ask what 3 would add here (nothing: all servers have been asked), and what would need it: a hub of hubs.',
  },
  {
    id: 'two-registrations',
    title: 'One phone, two registrations',
    setup: of('registered-twice'),
    see:
      'Phone 1002 is registered at regpbx2, and from 0:20 on at regpbx3 too, so that two servers say "here" when the hub asks for it. ' +
      'At 1:00 regpbx2 dies. ' +
      'Watch the call at 1:10: the answer of regpbx3 comes within milliseconds.',
    predict: {
      question: 'After how many seconds does 1002 ring for that call?',
      unit: 's',
      answer: (document) => tenths((calls(document).postDialDelayMs.max ?? 0) * (MILLISECOND / SECOND)),
    },
    from: 69.9 * SECOND,
    speed: 0.2,
    because:
      'A lookup does not end with the first answer: it waits until each server that was asked has answered, or has been given up after 2 s. The second registration saves the call, but not the wait.',
    next: {
      label: 'Give up a peer after 100 ms (qualify=100)',
      setup: of('registered-twice', 'servers.*.peers.*.qualify=100ms'),
      shows: 'The wait shrinks to 100 ms; the call still goes to regpbx3.',
    },
    teacher: 'Ask why Asterisk waits when it has an answer: a server that answers later could have a better weight.',
  },
  {
    id: 'hub-alone',
    title: 'The hub is alone',
    setup: of('hub-fails', 'duration=6m'),
    see:
      'There is one hub, and every lookup goes through it. ' +
      'At 1:00 it crashes, and at 5:00 it is back. ' +
      'Watch the locks of the servers (orange) when the only one that they can ask is gone.',
    predict: {
      question: 'Of about 360 calls, how many are lost?',
      unit: 'calls',
      answer: (document) => calls(document).lost,
    },
    from: 55 * SECOND,
    speed: 5,
    because:
      'None. When the lookup fails, the server takes the address of the phone from the database, and dials it directly. Until each server has noticed that the hub is dead, its callers pay with seconds, because a lookup waits with the dialplan lock held.',
    next: {
      label: 'Stop the database as well, at 1:40',
      setup: { ...of('hub-fails', 'duration=6m'), faults: ['{ at: 100s, stopDatabase: yes }'] },
      shows: 'With both gone, only calls between phones of the same server are connected.',
    },
    teacher:
      'A single point of failure loses calls only where nothing else takes its place. Here that is the last line of the dialplan; ask what that line depends on.',
  },
  {
    id: 'slow-mysql',
    title: 'MySQL is slow',
    setup: of('mysql-300ms', 'duration=5m', 'faults=[]'),
    see:
      'All servers are up, and the database answers everything, but takes 300 ms for each statement. ' +
      'A server has one thread for SIP, and this thread writes each registration to the database before it reads the next message. ' +
      'Watch the SIP queues in the boxes: what has come, and has not been read.',
    predict: {
      question: 'What share of the calls is lost?',
      unit: '%',
      answer: (document) => tenths(lostPercent(document)),
    },
    from: 0,
    speed: 10,
    because:
      'Every message waits while a registration is written. A phone without an answer sends its REGISTER again after half a second, and each copy is written too: the queues grow until they are full. What comes then is lost, and what is read has waited for up to 15 s. The database itself is nearly idle.',
    next: {
      label: 'Make each statement take 10 ms',
      setup: of('mysql-10ms', 'duration=5m', 'faults=[]'),
      shows: 'At 10 ms nobody notices anything.',
    },
    teacher:
      'Let the class compute the load first: 200 phones of a server that register every 150 s make 1.3 statements a second of 0.3 s each, so the thread is busy for 40 % of the time. That should be fine. What is missing in the sum are the copies.',
  },
  {
    id: 'collapse',
    title: 'A healthy cluster collapses',
    setup: of('collapse', 'duration=4m', 'calls.0.rate=8/s'),
    see:
      'Nothing is broken: no server is dead, no packet is lost, the database is fast, and 8 calls a second are little work for five servers. ' +
      'But a server holds its dialplan lock while it waits for the answer to a lookup, and until the lock is free it cannot answer a question of the hub. ' +
      'Watch the locks (orange) when two servers happen to ask at the same moment.',
    predict: {
      question: 'What share of the calls is lost?',
      unit: '%',
      answer: (document) => tenths(lostPercent(document)),
    },
    from: 0,
    speed: 10,
    because:
      'The hub passes each question on to all servers, so two servers that ask at the same moment need an answer from each other. Neither can give it, because each holds its own lock while it waits: for 2.2 s, until the hub gives up. The calls that come meanwhile queue for the lock, and each of them then makes a lookup of its own, so that more and more lookups meet each other. From a few calls a second on the queues only grow, and callers give up.',
    next: {
      label: 'Ask by DUNDILOOKUP() instead of the switch',
      setup: of('collapse-remedy', 'duration=4m', 'calls.0.rate=8/s'),
      shows:
        'One line of the dialplan is the cure. The switch is asked with the dialplan lock held; the function DUNDILOOKUP() asks without it, so a server that waits can still answer: at the same load not one call is lost.',
      line: {
        file: 'extensions.conf',
        before: 'switch => DUNDi/priv',
        now: 'exten => _XXXX,1,Set(found=${DUNDILOOKUP(${EXTEN},priv)})',
      },
    },
    teacher:
      'Ask what has failed. Nothing has: each part does what it is written to do. Turn the call rate down to 2/s, and it mostly holds.',
  },
];

export function lessonNamed(id: string): Lesson | undefined {
  return LESSONS.find((lesson) => lesson.id === id);
}
