import { beforeAll, describe, expect, it } from 'vitest';
import { EMPTY } from '../../../src/lab/setup/labSetup.ts';
import type { ReplayedRun } from '../../../src/lab/replay/replayedRun.ts';
import type { Ending } from '../../../src/lab/replay/recording.ts';
import type { ResultDocument } from '../../../src/measure/document.ts';
import { dundisim, folderWith } from '../../cli/world.ts';
import { recorded } from '../lessonRuns.ts';

const S = 1_000_000;
const SHIPPED = new URL('../../../scenarios/failover.yaml', import.meta.url).pathname;

describe('a recorded run', () => {
  let run: ReplayedRun;
  let ending: Ending;
  beforeAll(async () => {
    ({ run, ending } = await recorded(EMPTY));
  }, 60_000);

  it('is the run of the command line, to the fingerprint and the scenario hash', async () => {
    const sets = ['duration=90s', 'alsoUnder=[]'];
    const options = sets.flatMap((set) => ['--set', set]);
    const said = await dundisim(folderWith({}), 'run', SHIPPED, ...options, '--json', '--out', 'results');
    const { fingerprint, scenarioHash } = JSON.parse(said.out) as ResultDocument;
    const { document } = (await recorded({ ...EMPTY, sets })).ending;
    expect([document.fingerprint, document.scenarioHash]).toEqual([fingerprint, scenarioHash]);
    expect(ending.isWhole).toBe(true);
  });

  it('has every event, message and call', () => {
    expect(run.events.length).toBe(ending.document.events);
    expect(run.eventsUpTo(900 * S)).toBe(ending.document.events);
    expect(run.calls.length).toBe(ending.document.calls.offered);
    const { endsAt, at } = run.messages.columns;
    for (let row = 0; row < run.messages.length; row++)
      expect(endsAt[row] === -1 || endsAt[row]! >= at[row]!).toBe(true);
  });

  it('knows each server at each moment', () => {
    const [hub, regpbx2] = [0, 2];
    expect([59, 61, 309, 311].map((s) => run.figure(regpbx2, 'state', s * S))).toEqual([0, 1, 1, 0]);
    expect([0, 59, 61].map((s) => run.figure(regpbx2, 'registrations', s * S))).toEqual([200, 200, 0]);
    expect(run.figure(regpbx2, 'registrations', 899 * S)).toBe(ending.document.servers['regpbx2']!.registrationsAtEnd);
    // A dead peer is noticed after 5 to 65 s (facts A9).
    expect([...run.badPeersAt(hub, 64 * S).keys()]).toEqual([]);
    expect([...run.badPeersAt(hub, 126 * S).keys()]).toEqual([regpbx2]);
  });

  it('knows the phones, forwards and backwards', () => {
    const registered = (s: number): number => run.registeredAt(s * S).reduce((sum, one) => sum + one, 0);
    const [before, during] = [registered(30), registered(250)];
    expect([before, registered(30)]).toEqual([1000, 1000]);
    expect(during).toBeLessThan(980);
    expect(registered(899)).toBe(ending.document.registrations.phonesRegisteredAtEnd);
  });

  it('knows who holds a lock and who waits, and the caches', () => {
    const lockedAt = Array.from({ length: 500 }, (_, i) => (60 + i / 10) * S).find(
      (at) => run.figure(3, 'lockWaiters', at) > 0,
    )!;
    expect(run.figure(3, 'locked', lockedAt)).toBe(1);
    expect(run.figure(3, 'lockCall', lockedAt)).toBeGreaterThan(0);
    const line = run.texts[run.figure(3, 'lockLine', lockedAt)]!;
    expect(line).toMatch(/^(?:call \d+|a question for \w+|a registration)(?:, |$)/);
    expect(line.split(', ').length).toBe(Math.min(4, run.figure(3, 'lockWaiters', lockedAt)));
    expect(line).not.toContain('call 0');
    expect(run.figure(3, 'lockLine', 30 * S)).toBe(-1);
    const full = Array.from({ length: 500 }, (_, i) => i * 0.1 * S).find((at) => run.cacheAt(1, at).length > 0)!;
    const entries = run.cacheAt(1, full);
    expect(run.cacheSizeAt(1, full)).toEqual({ entries: entries.length, until: entries.at(-1)!.endsAt });
    expect(entries[0]!.endsAt).toBeGreaterThan(full);
  });

  it('steps from event to event', () => {
    const next = run.neighbour(60 * S, 1)!;
    expect(next).toBeGreaterThan(60 * S);
    expect(run.neighbour(next, -1)).toBeLessThanOrEqual(60 * S);
    expect(run.eventsUpTo(next)).toBeGreaterThan(run.eventsUpTo(60 * S));
  });
});
