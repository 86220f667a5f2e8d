import { describe, expect, it } from 'vitest';
import { withFiles } from './files.ts';
import { replay } from './replay.ts';

const RELAY = {
  'relay/sip.conf': '[general]\ncontext=none\n',
  'relay/extensions.conf': '[none]\nexten => _X.,1,Hangup()\n[from-branch]\nexten => 911,1,Dial(DAHDI/g1/911)\n',
};
const BRANCH = {
  'branch/sip.conf': '[general]\ncontext=phones\n[1001]\ntype=friend\nhost=dynamic\nsecret=x\n',
};

/** A branch that sends 911 to a relay server by its name in iax.conf. */
function branch(peer: string, user: string, dialled = 'IAX2/relay/911', more = '') {
  return replay(
    withFiles(
      {
        ...RELAY,
        ...BRANCH,
        'relay/iax.conf': `[general]\n${user}`,
        'branch/iax.conf': `[general]\n${peer}`,
        'branch/extensions.conf': `[phones]\nexten => 911,1,Dial(${dialled})\nexten => 911,2,Hangup()\n`,
      },
      `profile: asterisk-16
duration: 2m
servers:
  branch: { address: 10.9.0.1 }
  relay: { address: 10.9.0.2, trunks: { g1: { channels: 4 } } }
phones: { office: { numbers: [ 1001 ], home: branch, expires: 300s, static: yes } }
calls: [ { at: 30s, from: 1001, to: 911, talk: 5s, patience: 90s } ]
${more}`,
    ),
  );
}

const PEER = '[relay]\ntype=peer\nhost=10.9.0.2\nusername=branch1\nsecret=x\nqualify=no\n';
const USER = '[branch1]\ntype=user\nsecret=x\ncontext=from-branch\n';

describe('a Dial that names a peer of iax.conf', () => {
  it('reaches the server at its host, with its user name and secret', () => {
    const { calls, consoles } = branch(PEER, USER);
    expect(calls[0]).toMatchObject({ outcome: 'otherServer', lookups: 0, lost: false });
    expect(calls[0]!.answeredAt).toBeGreaterThan(30_000_000);
    expect(consoles.get('relay')!.join('\n')).toContain('Executing [911@from-branch:1] Dial("IAX2/branch1-1"');
  });

  it('that does not answer waits for the transmissions of NEW, and not at all once qualify has noticed', () => {
    const dead = 'start: cold\nfaults: [ { at: 0s, crash: relay } ]';
    const ended = (qualify: string): number => {
      const { calls } = branch(PEER.replace('qualify=no', qualify), USER, 'IAX2/relay/911', dead);
      return Math.round((calls[0]!.endedAt - calls[0]!.offeredAt) / 1_000_000);
    };
    expect([ended('qualify=no'), ended('qualify=yes')]).toEqual([32, 0]); // Noticed after 22 s.
  });

  it('is asked over the link that its calls take: where all is lost, no call is tried', () => {
    const lossy = 'start: cold\nfaults: [ { at: 0s, degrade: { between: branch, and: relay, loss: 100% } } ]';
    const ended = (qualify: string): number => {
      const { calls } = branch(PEER.replace('qualify=no', qualify), USER, 'IAX2/relay/911', lossy);
      return Math.round((calls[0]!.endedAt - calls[0]!.offeredAt) / 1_000_000);
    };
    expect([ended('qualify=no'), ended('qualify=yes')]).toEqual([32, 0]);
  });

  it.each([
    ['a user that the other server has not', PEER.replace('branch1', 'branch2'), USER],
    ['a secret that is wrong there', PEER.replace('secret=x', 'secret=y'), USER],
    ['no secret where one is asked for', PEER.replace('secret=x\n', ''), USER],
  ])('is refused there with %s', (_, peer, user) => {
    const { calls } = branch(peer, user);
    expect(calls[0]).toMatchObject({ outcome: 'invalid', answeredAt: -1 });
  });

  it.each([
    ['a peer without an address', PEER.replace('host=10.9.0.2', 'host=dynamic'), 'IAX2/relay/911'],
    ['a name that no section and no host has', PEER, 'IAX2/other/911'],
  ])('finds no channel for %s', (_, peer, dialled) => {
    const { calls, consoles } = branch(peer, USER, dialled);
    expect(calls[0]!.outcome).toBe('invalid');
    expect(consoles.get('branch')!.join('\n')).toMatch(/Unable to create channel of type 'IAX2' \(cause 20/);
  });

  it('may say user, secret and context itself', () => {
    const users = `${USER}context=none\n`;
    const into = (context: string) => branch(PEER, users, `IAX2/branch1:x@relay/911@${context}`).calls[0]!.outcome;
    expect([into('from-branch'), into('none'), into('elsewhere')]).toEqual(['otherServer', 'invalid', 'invalid']);
  });

  it('gives a dead server twice the threshold of its qualify, else 32 s', () => {
    const dead = (peer: string): number => {
      const { calls } = branch(peer, USER, 'IAX2/relay/911', 'faults: [ { at: 10s, crash: relay } ]');
      return Math.round((calls[0]!.endedAt - calls[0]!.offeredAt) / 1_000_000);
    };
    expect([dead(PEER), dead(PEER.replace('qualify=no', 'qualify=1000'))]).toEqual([32, 2]);
  });
});
