import { describe, expect, it } from 'vitest';
import { SECOND } from '../../../src/kernel/units.ts';
import { NO_CONNECTION, QUERY, QUIT, RESULT } from '../../../src/model/protocol/mysql.ts';
import { ONE, TWO, Wires } from './wires.ts';

const select = { statement: 7, kind: 'select', connection: NO_CONNECTION, held: 0, run: 0, call: 0 } as const;
const result = {
  statement: 7,
  kind: 'select',
  failed: false,
  full: false,
  connection: 3,
  wait: 0,
  service: 0,
  call: 0,
} as const;

function wires() {
  const made = new Wires();
  const got: string[] = [];
  const note = (what: string) => got.push(`${what} ${made.ms}`);
  made.network.receive(QUERY, 'database', ({ statement }) => note(`query ${statement}`));
  made.network.receive(QUIT, 'database', ({ connection }) => note(`quit ${connection}`));
  made.network.receive(RESULT, 'server', ({ statement }) => note(`result ${statement}`));
  made.statementLost.receive((statement) => note(`statement lost ${statement}`));
  made.connectionLost.receive((connection) => note(`connection lost ${connection}`));
  const { tcp, hosts } = made;
  const ask = (deadline = Infinity, kind: 'select' | 'connect' = 'select') =>
    tcp.send(ONE, hosts.database, QUERY, { ...select, kind }, 0, deadline);
  const reply = () => tcp.send(hosts.database, ONE, RESULT, result, 0, Infinity);
  return { made, got, ask, reply };
}

describe('a message over TCP', () => {
  it('is in the hands of the network at once where there is a way', () => {
    const { made, got, ask, reply } = wires();
    ask();
    reply();
    made.until(10);
    expect(got).toEqual(['query 7 1', 'result 7 1']);
  });

  it('is sent again after 0.2, 0.4, 0.8 s and so on until there is a way', () => {
    const { made, got, ask } = wires();
    made.reach(false);
    ask();
    made.until(1399).reach(true).until(5000);
    expect(got).toEqual(['query 7 1401']); // 200, 600, 1400.
  });

  it('of a connect is given up at the first resend past the time limit', () => {
    const { made, got, ask } = wires();
    made.reach(false);
    ask(10 * SECOND);
    made.until(60_000);
    expect(got).toEqual(['statement lost 7 12600']); // 0.2 + 0.4 + … + 6.4 s.
  });

  it('is given up after fifteen resends, by the database with the connection', () => {
    const { made, got, ask, reply } = wires();
    made.reach(false);
    ask();
    reply();
    made.until(2_000_000);
    const end = 200 * (2 ** 10 - 1) + 5 * 120_000; // Ten doublings, then 2 min each.
    expect(got).toEqual([`statement lost 7 ${end}`, `connection lost 3 ${end}`, `statement lost 7 ${end}`]);
  });

  it('is forgotten with the program that sent it or waits for it, and with no other', () => {
    const { made, got, ask, reply } = wires();
    made.reach(false);
    ask();
    reply();
    made.tcp.send(TWO, made.hosts.database, QUIT, { connection: 4, call: 0 }, 0, Infinity);
    made.crash(ONE, made.tcp).until(100).reach(true).until(5000);
    expect(got).toEqual(['quit 4 201']);
  });
});
