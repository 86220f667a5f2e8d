import { expect, it } from 'vitest';
import { Listener } from '../../src/measure/listener.ts';
import { Cluster } from '../../src/model/cluster.ts';
import type { MessageRecord } from '../../src/model/observations.ts';
import { INVITE_RESPONSE } from '../../src/model/protocol/sip.ts';
import { withFiles } from './files.ts';

/** Console and statuses of a call that a phone of sip.conf makes; its section has these keys too. */
function call(keys: string) {
  const { config, seed } = withFiles(
    {
      'pbx/sip.conf': `[general]\ncontext=phones\n[1001]\ntype=friend\nhost=dynamic\n${keys}`,
      'pbx/extensions.conf':
        '[phones]\nexten => 9,1,NoOp(from ${CALLERID(num)} ${CALLERID(name)})\nexten => 9,2,Hangup\n',
    },
    'profile: asterisk-16\nduration: 30s\nphones: { a: { numbers: 1001, home: pbx, static: yes } }\ncalls: [{ at: 5s, from: 1001, to: 9 }]\n',
  );
  const said: string[] = [];
  const statuses: number[] = [];
  class Ears extends Listener {
    override readonly wantsConsole = true;
    override readonly wantsMessages = true;
    override console(_: number, line: string): void {
      said.push(line);
    }
    override messageSent({ message, fields }: MessageRecord): void {
      if (message === INVITE_RESPONSE) statuses.push((fields as { status: number }).status);
    }
  }
  new Cluster(config, { seed, observations: new Ears() }).sim.run(config.duration);
  return { said: said.join('\n'), statuses };
}

it('a phone in sip.conf shows its callerid, and is challenged unless insecure=invite', () => {
  expect(call('').said).toContain('from 1001');
  expect(call('').statuses[0]).toBe(401);
  const own = call('callerid="Ann" <201>\ninsecure=invite\n');
  expect(own.said).toContain('from 201 Ann');
  expect(own.statuses[0]).toBe(100);
});
