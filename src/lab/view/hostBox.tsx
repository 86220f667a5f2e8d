import { SECOND } from '../../kernel/units.ts';
import type { ClusterFacts } from '../engine/clusterFacts.ts';
import type { ReplayedRun } from '../replay/replayedRun.ts';
import { areLivesHidden, selection } from './labStore.ts';
import type { Point } from './stageLayout.ts';
import { lifeText } from './texts.ts';

interface Moment {
  readonly facts: ClusterFacts;
  readonly run: ReplayedRun;
  /** Parts of the recording that have come: `run` is the same object, and a box whose props are the same is not drawn again. */
  readonly parts: number;
  readonly at: number;
}

const HANG_UP = 'h';
const STATES = ['', 'down', 'hung'] as const;

/** A server on the stage: its figures at the moment, and a button that selects it. */
export function ServerBox({
  server,
  point,
  isDense,
  facts,
  run,
  at,
}: Moment & { server: number; point: Point; isDense: boolean }) {
  const { name, isHub, peers, cacheTime, trunkChannels } = facts.servers[server]!;
  const state = STATES[run.figure(server, 'state', at)]!;
  const bad = run.badPeersAt(server, at).size;
  const waiting = run.figure(server, 'lockWaiters', at);
  const queue = run.figure(server, 'sipQueue', at);
  const isSelected = selection.value.kind === 'server' && selection.value.server === server;
  const waits = ['', ', in lock', ', in MySQL', ', at its disk'][run.figure(server, 'sipWait', at)]!;
  return (
    <button
      type="button"
      class={`host ${state} ${isHub ? 'hub' : ''} ${isDense ? 'dense' : ''}`}
      aria-pressed={isSelected}
      style={{ left: `${100 * point.x}%`, top: `${100 * point.y}%` }}
      onClick={() => (selection.value = { kind: 'server', server })}
    >
      <strong>{name}</strong>
      {isHub && <span class="tag">hub</span>}
      {trunkChannels > 0 && <span class="tag">PSTN {trunkChannels}</span>}
      {state !== '' && <span class="tag bad">{state}</span>}
      {isDense && waiting > 0 && <span class="warn"> {waiting} wait</span>}
      {!isDense && state !== 'down' && (
        <>
          {!isHub && <span class="figure">{run.figure(server, 'registrations', at)} registered</span>}
          <CacheLine run={run} server={server} at={at} cacheTime={cacheTime} />
          <LockLine run={run} server={server} at={at} />
          <span class={`figure ${queue > 0 ? 'warn' : ''}`}>
            SIP queue {queue}
            {waits}
          </span>
          <span class={`figure ${bad > 0 ? 'warn' : ''}`}>
            {peers.length - bad} of {peers.length} {peers.length === 1 ? 'peer' : 'peers'} up
          </span>
        </>
      )}
    </button>
  );
}

/** Entries, and a bar: the longest life that is left, of the cachetime. */
function CacheLine({
  run,
  server,
  at,
  cacheTime,
}: {
  run: ReplayedRun;
  server: number;
  at: number;
  cacheTime: number;
}) {
  const { entries, until } = run.cacheSizeAt(server, at);
  const left = until - at;
  return (
    <span class="figure">
      cache {entries}
      {entries > 0 && !areLivesHidden.value && `, ${lifeText(left)} left`}
      {!areLivesHidden.value && (
        <span class="life" aria-hidden="true">
          <span style={{ width: `${Math.min(100, (100 * left) / (cacheTime * SECOND))}%` }} />
        </span>
      )}
    </span>
  );
}

function LockLine({ run, server, at }: { run: ReplayedRun; server: number; at: number }) {
  const waiting = run.figure(server, 'lockWaiters', at);
  if (run.figure(server, 'locked', at) === 0 && waiting === 0) return <span class="figure">lock free</span>;
  return (
    <span class="figure warn">
      lock: {holderText(run, server, at)}
      {waiting > 0 && `, ${waiting} wait`}
    </span>
  );
}

/** `call 12 asks for 1044`, or for `h`, which the dialplan runs when a call is over. */
export function holderText(run: ReplayedRun, server: number, at: number): string {
  const call = run.figure(server, 'lockCall', at);
  const number = run.texts[run.figure(server, 'lockNumber', at)] ?? '';
  const holder = call > 0 ? `call ${call}` : 'held';
  return number === '' ? holder : `${holder} asks for ${number === HANG_UP ? 'h (hang-up)' : number}`;
}

export function DatabaseBox({ point, facts, run, at }: Moment & { point: Point }) {
  const host = facts.servers.length;
  const isDown = run.figure(host, 'state', at) === 1;
  return (
    <button
      type="button"
      class={`host database ${isDown ? 'down' : ''}`}
      aria-pressed={selection.value.kind === 'database'}
      style={{ left: `${100 * point.x}%`, top: `${100 * point.y}%` }}
      onClick={() => (selection.value = { kind: 'database' })}
    >
      <strong>MySQL</strong>
      {isDown && <span class="tag bad">down</span>}
      <span class="figure">statements: {run.figure(host, 'lockWaiters', at)} run</span>
      <span class="figure">{run.figure(host, 'sipQueue', at)} wait</span>
    </button>
  );
}
