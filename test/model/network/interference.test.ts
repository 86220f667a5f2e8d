import { describe, expect, it } from 'vitest';
import { SECOND } from '../../../src/kernel/units.ts';
import { Listener } from '../../../src/measure/listener.ts';
import { Cluster } from '../../../src/model/cluster.ts';
import type { PhoneId } from '../../../src/model/ids.ts';
import type { Sent } from '../../../src/model/network/interference.ts';
import type { CallRecord, RegistrationRecord } from '../../../src/model/observations.ts';
import { Sniffer } from '../laboratory.ts';
import { NO_TIME, quiet } from '../quiet.ts';

class Notes extends Listener {
  readonly calls: CallRecord[] = [];
  readonly registrations: RegistrationRecord[] = [];

  override callEnded(call: CallRecord): void {
    this.calls.push(call);
  }
  override registrationEnded(registration: RegistrationRecord): void {
    this.registrations.push(registration);
  }
}

/** 1001 calls 1002 at 10 s; both are at regpbx1, on wires of 1 ms. */
function office(meets: (sent: Sent, nth: number) => readonly number[], more: object = {}, profile = 'asterisk-1.2') {
  const config = quiet({
    profile,
    network: { delay: '1ms' },
    start: { refreshPhase: '30m' },
    phones: {
      office: {
        numbers: '1001..1002',
        home: 'regpbx1',
        expires: '3600s',
        answerAfter: '1s',
        kind: { like: 'generic', jitter: '0%' },
      },
    },
    calls: [{ at: '10s', from: '1001', to: '1002', talk: '5s', patience: '60s' }],
    ...more,
  });
  const heard = new Notes();
  const wire = new Sniffer();
  wire.disturb = meets;
  const cluster = new Cluster(config, { seed: 'office', observations: heard, interference: wire });
  const { parts } = cluster;
  const isIdle = (phone: number): boolean => parts.handsets.isIdle(phone as PhoneId);
  return {
    cluster,
    heard,
    wire,
    until: (seconds: number) => cluster.sim.run(Math.round(seconds * SECOND)),
    isIdle,
    /** Rows and phones in calls: when all is over, none. */
    left: () => [
      parts.channelTable.rows.size,
      parts.legs.size,
      parts.iaxRows.calling.size + parts.iaxRows.called.size,
      parts.callers.size,
      parts.stories.size,
      parts.outgoing.size,
      parts.calledPhones.size,
      [0, 1].filter((phone) => !isIdle(phone)).length,
    ],
  };
}

const NOTHING = [0, 0, 0, 0, 0, 0, 0, 0];
const status = ({ fields }: Sent): unknown => (fields as { status?: number }).status;
/** A message of a dialog that a phone has begun. */
const ofCaller = ({ fields }: Sent): boolean => ((fields as { dialog?: number }).dialog ?? 0) > 0;

describe('one message of a call', () => {
  it('nothing special: answered, and nothing is left', () => {
    const run = office(() => [0]);
    run.until(60);
    expect([run.heard.calls[0], run.left()]).toMatchObject([{ outcome: 'local', lost: false }, NOTHING]);
  });

  it.each([
    ['the ACK of the 200 to the caller is lost: the server hangs up after 32 s', true, 11.1, 43.1],
    ['the ACK of the 200 of the called phone is lost: it says BYE after 32 s', false, 11.1, 43.1],
  ])('%s', (_, caller, before, after) => {
    const run = office((sent) => (sent.message.title === 'ACK' && ofCaller(sent) === caller ? [] : [0]), {
      calls: [{ at: '10s', from: '1001', to: '1002', talk: '100s', patience: '60s' }],
    });
    run.until(before);
    expect([run.isIdle(1), run.cluster.parts.channelTable.rows.size]).toEqual([false, 1]);
    run.until(after - 1.2);
    expect(run.isIdle(1)).toBe(false);
    run.until(after);
    expect([run.isIdle(1), run.cluster.parts.channelTable.rows.size, run.cluster.parts.legs.size]).toEqual([
      true,
      0,
      0,
    ]);
    run.until(200);
    expect(run.left()).toEqual(NOTHING);
  });

  it.each(['INVITE', 'response to INVITE', 'ACK', 'BYE'])(
    'every %s comes twice, at once or late: one call',
    (title) => {
      for (const later of [0, 0.3 * SECOND]) {
        const run = office(({ message }) => (message.title === title ? [0, later] : [0]));
        run.until(200);
        expect([run.heard.calls.length, run.heard.calls[0], run.left()]).toMatchObject([
          1,
          { outcome: 'local' },
          NOTHING,
        ]);
      }
    },
  );

  it('a 200 that crosses the CANCEL is acknowledged and ended: phone and channel are free', () => {
    // The answer of the called phone leaves at 11 s; the caller gives up a moment before or after.
    for (const patience of [0.998, 1, 1.001, 1.002, 1.004]) {
      const run = office(() => [0], {
        calls: [{ at: '10s', from: '1001', to: '1002', talk: '5s', patience: `${1000 * patience}ms` }],
      });
      run.until(13);
      expect([patience, run.isIdle(0) || run.heard.calls.length === 0, run.heard.calls.length]).toEqual([
        patience,
        true,
        run.isIdle(0) ? 1 : 0,
      ]);
      run.until(100);
      expect(run.left()).toEqual(NOTHING);
    }
  });

  it('the 200 to the caller is late, after the CANCEL: ACK and BYE; phones and channel were free before', () => {
    const run = office((sent) => (status(sent) === 200 && ofCaller(sent) ? [2 * SECOND] : [0]), {
      calls: [{ at: '10s', from: '1001', to: '1002', talk: '5s', patience: '500ms' }],
    });
    run.until(10.6);
    expect([run.isIdle(0), run.isIdle(1), run.left()]).toEqual([true, true, NOTHING]);
    run.until(100);
    const caller = run.cluster.parts.hosts.ofPhone(0 as PhoneId);
    const sent = run.wire.seen.filter(({ from, at }) => from === caller && at > 10.1).map(({ title }) => title);
    expect(sent).toEqual(['CANCEL', 'ACK', 'BYE']);
    expect([run.heard.calls[0], run.left()]).toMatchObject([{ outcome: 'abandoned' }, NOTHING]);
  });

  it('the 200 of the called phone is late, after the CANCEL of its server: all are free', () => {
    const run = office((sent) => (status(sent) === 200 && !ofCaller(sent) ? [2 * SECOND] : [0]), {
      calls: [{ at: '10s', from: '1001', to: '1002', talk: '5s', patience: '2s' }],
    });
    run.until(12.5);
    expect([run.wire.all('CANCEL').length, run.left()]).toEqual([1, NOTHING]);
    run.until(100);
    expect([run.heard.calls[0], run.left()]).toMatchObject([{ outcome: 'abandoned' }, NOTHING]);
  });

  it('the CANCEL overtakes nothing: it comes after the 200 of the called phone has been read', () => {
    const run = office(({ message }) => (message.title === 'CANCEL' ? [0.5 * SECOND] : [0]), {
      calls: [{ at: '10s', from: '1001', to: '1002', talk: '5s', patience: '900ms' }],
    });
    run.until(30);
    expect(run.heard.calls[0]).toMatchObject({ outcome: 'abandoned', answeredAt: -1 });
    expect(run.left()).toEqual(NOTHING);
  });

  it('the 401 is lost: the INVITE is sent again half a second later', () => {
    const run = office((sent, nth) => (sent.message.title === 'response to INVITE' && nth === 0 ? [] : [0]));
    run.until(100);
    expect(
      run.wire
        .all('INVITE')
        .filter(({ fields }) => fields['nonce'] === 0 && (fields['dialog'] as number) > 0)
        .map(({ at }) => at),
    ).toEqual([10, 10.5]);
    expect([run.heard.calls[0], run.left()]).toMatchObject([{ outcome: 'local' }, NOTHING]);
  });
});

describe('one message of a registration', () => {
  const refreshed = (meets: (sent: Sent, nth: number) => readonly number[], profile: string) => {
    const run = office(meets, { start: { refreshPhase: '10s' }, calls: [] }, profile);
    run.until(60);
    return run;
  };

  it.each(['asterisk-1.2', 'asterisk-16'])(
    'under %s the 200 is lost: one UPDATE more in 1.2, a stale nonce in 16',
    (profile) => {
      let dropped = false;
      const run = refreshed((sent) => {
        if (sent.message.title !== 'response to REGISTER' || status(sent) !== 200 || dropped) return [0];
        dropped = true;
        return [];
      }, profile);
      const responses = run.wire.all('response to REGISTER').filter(({ at }) => at > 10.4);
      expect(responses.map(({ fields }) => [fields['status'], fields['stale']])).toEqual(
        profile === 'asterisk-16'
          ? [
              [401, true],
              [200, false],
            ]
          : [[200, false]],
      );
      expect(run.heard.registrations.map(({ result }) => result)).toEqual(['granted', 'granted']);
    },
  );

  it('the 401 is lost: the REGISTER is sent again half a second later, under the same nonce', () => {
    const run = refreshed(
      (sent, nth) => (sent.message.title === 'response to REGISTER' && nth === 0 ? [] : [0]),
      'asterisk-16',
    );
    expect(run.heard.registrations.map(({ result, sends }) => [result, sends])).toEqual([
      ['granted', 2],
      ['granted', 3],
    ]);
  });
});

describe('cases', () => {
  it('a server that is hung after its 401 has not served the call', () => {
    const run = office(
      () => [0],
      {
        phones: { a: { numbers: '1001..1002', home: 'regpbx1', expires: '3600s' } },
        calls: [{ at: '11s', from: '1001', to: '1002', talk: '5s', patience: '90s' }],
        faults: [{ at: '11.0025s', hang: 'regpbx1' }],
      },
      'asterisk-16',
    );
    run.until(99);
    expect(run.wire.all('response to INVITE').map(({ fields }) => fields['status'])).toEqual([401]);
    expect(run.heard.calls[0]).toMatchObject({ outcome: 'unserved', lost: true, cause: 'ownServerHung' });
  });

  it('a phone that unregisters while the server is behind leaves no ghost', () => {
    const run = office(() => [0], {
      start: { refreshPhase: '30s' },
      network: { delay: '0.1ms' },
      database: { select: '80ms', update: '80ms' },
      processing: { ...NO_TIME.processing, sipMessage: '0.02ms', phone: '0.5ms' },
      phones: {
        office: { numbers: '1001..1021', home: 'regpbx1', expires: '60s', kind: { like: 'generic', jitter: '0%' } },
      },
      calls: [],
      faults: [{ at: '30s300us', move: { phone: '1021', to: 'regpbx2', clean: 'yes' } }],
    });
    run.until(39);
    const phone = [...run.cluster.parts.config.phones].findIndex(({ number }) => number === '1021') as PhoneId;
    const { peers, config } = run.cluster.parts;
    const holders = config.servers.filter((_, server) => peers.has(peers.find(server as never, phone), 2));
    expect(holders.map(({ name }) => name)).toEqual(['regpbx2']);
  });
});
