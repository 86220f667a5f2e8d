import type { ReplayedRun } from '../replay/replayedRun.ts';
import { breakagesOf, type Target } from '../setup/faultLines.ts';
import { holderText } from './hostBox.tsx';
import { areLivesHidden, at, breakNow, facts, parts, run, selection, speed } from './labStore.ts';
import { clockText, lifeText } from './texts.ts';

/** Entries of a cache that are listed. */
const MOST_ENTRIES = 40;

/** What is selected: its state at the moment, and what can be done to it. */
export function SelectedHost() {
  const [known, scene, selected] = [run.value, facts.value, selection.value];
  if (known === undefined || scene === undefined || selected.kind === 'none')
    return (
      <p class="hint">
        Click a server, {scene?.usesDatabase === false ? '' : 'the database, '}a link or a group of phones to see what
        it knows, and to break it.
      </p>
    );
  void parts.value;
  if (selected.kind === 'database') return <Details title="MySQL" target={{ kind: 'database' }} />;
  if (selected.kind === 'phones') {
    const { name } = scene.groups[selected.group]!;
    return <Details title={`Phones of ${name}`} target={{ kind: 'phones', group: name }} />;
  }
  const { name, peers } = scene.servers[selected.server]!;
  const hosts = scene.usesDatabase ? [...peers, scene.servers.length] : peers;
  const nameOf = (host: number): string => scene.servers[host]?.name ?? 'database';
  return (
    <Details title={name} target={{ kind: 'server', name }}>
      <ServerState server={selected.server} />
      <label>
        Link to{' '}
        <select
          value={selected.kind === 'link' ? String(selected.to) : ''}
          onChange={(event) => {
            const { value } = event.currentTarget;
            selection.value =
              value === ''
                ? { kind: 'server', server: selected.server }
                : { kind: 'link', server: selected.server, to: Number(value) };
          }}
        >
          <option value="">none</option>
          {hosts.map((host) => (
            <option key={host} value={String(host)}>
              {nameOf(host)}
            </option>
          ))}
        </select>
      </label>
      {selected.kind === 'link' && (
        <Breakages
          target={{ kind: 'link', between: name, and: nameOf(selected.to) }}
          of={`the link to ${nameOf(selected.to)}`}
        />
      )}
    </Details>
  );
}

function Details({ title, target, children }: { title: string; target: Target; children?: preact.ComponentChildren }) {
  return (
    <section class="selected" aria-label={title}>
      <h2>{title}</h2>
      <Breakages target={target} of={title} />
      {children}
    </section>
  );
}

function Breakages({ target, of }: { target: Target; of: string }) {
  return (
    <div class="buttons" role="group" aria-label={`Break or mend ${of} at the present moment`}>
      {breakagesOf(target).map(({ label, fault }) => (
        <button type="button" key={label} onClick={() => breakNow(fault)}>
          {label}
        </button>
      ))}
      <span class="note">at {clockText(at.value, speed.value)}</span>
    </div>
  );
}

/** `6 wait: call 71, a question for 1044, call 72, call 73 …` */
function lineText(run: ReplayedRun, server: number, at: number): string {
  const waiting = run.figure(server, 'lockWaiters', at);
  if (waiting === 0) return 'none wait';
  const named = run.texts[run.figure(server, 'lockLine', at)] ?? '';
  return `${waiting} wait: ${named}${waiting > named.split(', ').length ? ' …' : ''}`;
}

function ServerState({ server }: { server: number }) {
  const [known, scene, moment] = [run.value!, facts.value!, at.value];
  const { peers } = scene.servers[server]!;
  const bad = known.badPeersAt(server, moment);
  const entries = known.cacheAt(server, moment);
  const isLocked = known.figure(server, 'locked', moment) === 1;
  return (
    <>
      <p>
        Dialplan lock: {isLocked ? holderText(known, server, moment) : 'free'}; {lineText(known, server, moment)}. SIP
        queue: {known.figure(server, 'sipQueue', moment)}. Peers:{' '}
        {peers.map((peer) => `${scene.servers[peer]!.name} ${bad.get(peer)?.status ?? 'OK'}`).join(', ') || 'none'}.
      </p>
      <h3>Cache: {entries.length} entries</h3>
      {entries.length > 0 && (
        <ul class="cache">
          {entries.slice(0, MOST_ENTRIES).map((entry) => (
            <li key={`${entry.peer} ${entry.key} ${entry.isHint}`}>
              {entry.key}
              {entry.isHint ? '…' : ''} {entry.isHint ? 'not at' : entry.found ? 'is at' : 'is not at'}{' '}
              {scene.servers[entry.peer]?.name ?? 'a peer'}
              {!areLivesHidden.value && `, ${lifeText(entry.endsAt - moment)} left`}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
