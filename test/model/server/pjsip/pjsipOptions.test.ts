import { describe, expect, it } from 'vitest';
import { OPTIONS } from '../../../../src/model/protocol/sip.ts';
import { HERE, IN_TABLES, PjsipLab } from './pjsipLab.ts';

describe('OPTIONS from a phone', () => {
  const ask = (lab: PjsipLab, branch: number): void => lab.network.send(lab.host(0), HERE, OPTIONS, { branch });
  const answers = (lab: PjsipLab): unknown => lab.wire.all('response to OPTIONS').map(({ fields }) => fields);

  it('is challenged, and waits for no lock', () => {
    const lab = new PjsipLab();
    lab.locked = true;
    ask(lab, 8);
    expect([answers(lab.pass(0.005)), lab.selects()]).toEqual([[{ branch: 8, status: 401 }], []]);
  });

  it('reads endpoint and auth, and is nothing any more after a crash', () => {
    for (const crashes of [false, true]) {
      const lab = new PjsipLab({ pjsip: { stores: IN_TABLES } });
      lab.databaseMs = 10;
      ask(lab, 8);
      lab.pass(0.025);
      expect(lab.distributor.blockOf(HERE)).toMatchObject({ by: 'database' });
      if (crashes) lab.crash(HERE);
      lab.pass(0.1);
      expect(answers(lab)).toEqual(crashes ? [] : [{ branch: 8, status: 401 }]);
      expect([lab.selects()[0], lab.statements.length]).toEqual(['ps_endpoints for deviceState', 3]);
    }
  });
});
