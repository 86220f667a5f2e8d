import { describe, expect, it } from 'vitest';
import { Listener } from '../../src/measure/listener.ts';
import { Cluster } from '../../src/model/cluster.ts';
import type { ServerId } from '../../src/model/ids.ts';
import type { CallRecord, RegistrationRecord } from '../../src/model/observations.ts';
import { withFiles } from './files.ts';

/** The longest exchange and post-dial delay so far, ms. */
class Longest extends Listener {
  exchange = 0;
  delay = 0;

  override registrationEnded({ took }: RegistrationRecord): void {
    this.exchange = Math.max(this.exchange, took / 1000);
  }
  override callEnded({ ringingAt, offeredAt }: CallRecord): void {
    if (ringingAt >= 0) this.delay = Math.max(this.delay, (ringingAt - offeredAt) / 1000);
  }
}

/** 40 phones that refresh each minute: 0.67 REGISTERs a second at one server. */
function office(processing: string, extra: Readonly<Record<string, string>> = {}, sip = '') {
  const { config, seed } = withFiles(
    {
      'pbx1/sip.conf': `[general]\ncontext=phones\nmaxexpiry=120\ndefaultexpiry=120\nrtcachefriends=yes\n${sip}`,
      'pbx1/extensions.conf': '[phones]\nexten => _XXXX,1,Dial(SIP/${EXTEN},20)\n',
      ...extra,
    },
    `profile: asterisk-16
duration: 6m
processing: { ${processing} }
servers: { pbx1: { address: 10.9.0.1 } }
phones: { office: { numbers: 1001..1040, home: pbx1, expires: 120s, ${extra['pbx1/extconfig.conf'] === undefined ? 'static: yes, ' : ''}kind: generic } }
calls: [ { rate: 0.2/s, talk: 5s } ]`,
  );
  const longest = new Longest();
  const cluster = new Cluster(config, { seed, observations: longest });
  cluster.sim.run(config.duration);
  const waiting = cluster.parts.sip.waiting(0 as ServerId);
  return { exchange: longest.exchange, delay: longest.delay, waiting };
}

describe('the SIP thread writes each contact to the astdb', () => {
  it('in no time worth mentioning on a usual disk', () => {
    const { exchange, delay } = office('');
    expect(exchange).toBeLessThan(5);
    expect(delay).toBeLessThan(50);
  });

  it('and everything waits for a slow one', () => {
    const { exchange, delay } = office('astdbWrite: 200ms');
    expect(exchange).toBeGreaterThan(199); // 0.2 ms of each write are in sipMessage.
    expect(delay).toBeGreaterThan(199);
  });

  it('for ever, when the disk is slower than the phones come: 0.67 x 2 s = 133 %', () => {
    expect(office('astdbWrite: 2s').waiting).toBeGreaterThan(40);
  });

  it('unless the row of the table holds it', () => {
    const realtime = { 'pbx1/extconfig.conf': '[settings]\nsippeers => mysql,db,sip\n' };
    expect(office('astdbWrite: 200ms', realtime, 'rtupdate=yes\n').exchange).toBeLessThan(10);
  });
});
