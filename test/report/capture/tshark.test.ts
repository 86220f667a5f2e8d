import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { dundisim, filesIn, folderWith } from '../../cli/world.ts';

/** Where CI runs there must be one: there its absence is a failure, not a skip. */
const hasTshark = process.env['CI'] === 'true' || spawnSync('tshark', ['--version']).status === 0;

/** Calls on one server, through DUNDi and IAX2, cancelled, to nobody; registrations granted, refused, unanswered. */
const OFFICE = `
asterisk: ./paper
duration: 2m
start: { state: cold }
network: { loss: 1% }
phones:
  office: { numbers: 1001..1012, expires: 60s }
  wrong: { numbers: 1090, credentials: wrongSecret }
calls:
  - { rate: 0.3/s, talk: exponential 10s, patience: 3s, during: 20s..2m }
  - { at: 30s, from: 1001, to: 4711 }
faults:
  - { at: 60s, crash: regpbx2 }
  - { at: 80s, restart: regpbx2 }
`;

describe.skipIf(!hasTshark)('tshark, on a capture of ours', () => {
  it('dissects every packet without an error, in order of time', async () => {
    const here = folderWith({ 'office.yaml': OFFICE });
    const { code } = await dundisim(here, 'run', 'office.yaml', '--pcap', 'office.pcapng', '--out', 'out');
    expect(code).toBe(0);
    const packets = fieldsOf(`${here}/office.pcapng`, '', [
      'frame.protocols',
      'udp.dstport',
      'frame.time_epoch',
      'sip.Method',
      'udp.checksum.status',
      'ip.checksum.status',
      '_ws.expert.severity',
    ]);
    expect(packets.length).toBeGreaterThan(500);
    const protocols = packets.map(
      ([protocol, port]) =>
        `${protocol!.replace('eth:ethertype:ip:udp:', '')} ${protocol!.endsWith('sip') || protocol!.endsWith('sdp') ? '' : port}`,
    );
    expect([...new Set(protocols)].sort()).toEqual(['data 4520', 'iax2 4569', 'sip ', 'sip:sdp ']);
    const times = packets.map(([, , at]) => Number(at));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    const methods = new Set(packets.map(([, , , method]) => method));
    for (const method of ['REGISTER', 'INVITE', 'ACK', 'BYE', 'CANCEL']) expect(methods).toContain(method);
    // 1: the checksum is good. Severities: 0x100000 comment, 0x200000 chat, 0x400000 note, 0x600000 warning.
    expect(new Set(packets.map(([, , , , udp, ip]) => `${udp} ${ip}`))).toEqual(new Set(['1 1']));
    const severities = packets.flatMap(([, , , , , , severity]) => severity!.split(',').map(Number));
    expect(severities.filter((severity) => severity >= 0x600000)).toEqual([]);
  });

  it('finds each packet in the file of its sender and of its receiver; a second run gives the same bytes', async () => {
    const here = folderWith({ 'office.yaml': OFFICE });
    await dundisim(here, 'run', 'office.yaml', '--pcap', 'each/', '--out', 'out');
    const names = ['dunpbx1', ...[1, 2, 3, 4, 5].map((n) => `regpbx${n}`)];
    expect(filesIn(`${here}/each`)).toEqual(names.map((name) => `${name}.pcapng`));
    const arrived =
      'ip.src == 10.10.10.121 && ip.dst == 10.10.10.120 && !frame.comment contains "lost" && !frame.comment contains "off"';
    const [at, there] = ['regpbx1', 'dunpbx1'].map((name) =>
      fieldsOf(`${here}/each/${name}.pcapng`, arrived, ['udp.payload']),
    );
    expect(at!.length).toBeGreaterThan(10);
    expect(there).toEqual(at);
    await dundisim(here, 'run', 'office.yaml', '--pcap', 'again/', '--out', 'out');
    expect(spawnSync('diff', ['-r', 'each', 'again'], { cwd: here }).status).toBe(0);
  });
});

/** Of each packet that the filter lets through, the fields. */
function fieldsOf(file: string, filter: string, fields: readonly string[]): readonly (readonly string[])[] {
  const args = [
    ...['-r', file, '-o', 'udp.check_checksum:TRUE', '-o', 'ip.check_checksum:TRUE', '-T', 'fields'],
    ...(filter === '' ? [] : ['-Y', filter]),
    ...fields.flatMap((field) => ['-e', field]),
  ];
  const done = spawnSync('tshark', args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  expect(done.status, done.stderr).toBe(0);
  return done.stdout
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => line.split('\t'));
}
