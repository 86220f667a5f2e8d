import { describe, expect, it } from 'vitest';
import { inFile } from '../rules/rule.ts';
import { Lab } from '../conformance/lab.ts';
import { INVITE_RESPONSE, OPTIONS } from '../../src/model/protocol/sip.ts';

/** A call of 1001, whose row has these columns. */
function cluster(row: object): Lab {
  const lab = new Lab({
    messages: true,
    edits: [inFile('extensions.conf', '[phones]', '[closed]\nexten => 9,1,Hangup\n[phones]')],
    scenario: {
      phones: {
        a: { numbers: '1001', home: 'regpbx1', expires: '3600s', row },
        b: { numbers: '1002', home: 'regpbx2', expires: '3600s', answerAfter: '0.5s' },
      },
      calls: [{ at: '10s', from: '1001', to: '81002', talk: '5s' }],
    },
  });
  lab.until(60);
  return lab;
}

function statuses(lab: Lab): readonly number[] {
  return lab.heard.messages
    .filter(({ message, from }) => message === INVITE_RESPONSE && from === lab.server('regpbx1'))
    .map(({ fields }) => (fields as { status: number }).status);
}

describe('a column of the row of a phone counts', () => {
  it('context: where its calls begin', () => {
    expect(statuses(cluster({}))).toContain(200);
    expect(statuses(cluster({ context: 'closed' }))).toEqual([401, 404]);
  });

  it('insecure: its INVITE is not challenged', () => {
    expect(statuses(cluster({}))[0]).toBe(401);
    expect(statuses(cluster({ insecure: 'port,invite' }))[0]).toBe(100);
    expect(statuses(cluster({ insecure: 'port' }))[0]).toBe(401);
  });

  it('regexten: the extension that it has in the regcontext', () => {
    const lab = cluster({ regexten: '201&202' });
    expect(['1001', '201', '202'].map((number) => lab.isAdvertised(number, 'regpbx1'))).toEqual([false, true, true]);
  });

  it('qualify: OPTIONS are sent to it, and not to others', () => {
    const asked = (row: object): number =>
      cluster(row).heard.messages.filter(({ message, from }) => message === OPTIONS && from < 6).length;
    expect([asked({}), asked({ qualify: 'no' }), asked({ qualify: 'yes' }) > 0]).toEqual([0, 0, true]);
  });
});
