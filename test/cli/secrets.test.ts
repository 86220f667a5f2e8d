import { appendFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { TINY } from './experiments.ts';
import { hasRedis, startRedis } from './redis.ts';
import { dundisim, dundisimWith, filesIn, folderWith, type Said } from './world.ts';

/** Each secret below has it in it; nothing else has. */
const PLANTED = /hunter2/i;
const KEY = '-----BEGIN RSA PRIVATE KEY-----\nMIIhunter2key\n-----END RSA PRIVATE KEY-----\n';

const FILES: Readonly<Record<string, string>> = {
  'sip.conf': `
;secret=hunter2former
register => me:hunter2register@10.9.9.9/1
[hunted]
type=friend
secret=hunter2sip ; before that hunter2old
md5secret=0hunter2
setvar=PW=hunter2var
wrongkey=1
`,
  'iax.conf': '[me]\ntype=friend\nsecret=hunter2iax\ndbsecret=hunter2db\ncontext=nowhere\n',
  'extensions.conf': `
[globals]
DBPASS=hunter2global
[planted]
exten => 1,1,MYSQL(Connect connid 10.9.9.9 root hunter2mysql db)
exten => 1,2,AGI(agi://me:hunter2url@10.9.9.9/x)
exten => 1,3,Dial(IAX2/me:hunter2dial@10.9.9.9/1)
exten => 1,4,Authenticate(hunter2pin)
exten => 1,5,Set(DBPASS=hunter2set)
`,
  'res_mysql.conf': '[general]\ndbpass = hunter2res\n',
  'res_odbc.conf': '[asterisk]\ndsn = asterisk\npassword => hunter2odbc\n',
  'dundi.key': KEY,
  'server.pem': KEY,
  'key.conf': KEY,
  'manager.conf': '[me]\nsecret = hunter2manager\n',
};

const SCENARIO = `# mysql://root:hunter2comment@10.9.9.9/db, secret: hunter2comment\nasterisk: ./paper\n${TINY.trimStart()}`;

function planted(): string {
  const folder = folderWith({ 'tiny.yaml': SCENARIO });
  for (const server of readdirSync(`${folder}/paper`)) {
    for (const [name, text] of Object.entries(FILES)) appendFileSync(`${folder}/paper/${server}/${name}`, text);
    mkdirSync(`${folder}/paper/${server}/keys`);
    appendFileSync(`${folder}/paper/${server}/keys/own.key`, KEY);
  }
  return folder;
}

/** Names of the files that a command wrote with a secret in them. */
function leaks(folder: string): readonly string[] {
  return filesIn(folder).filter(
    (name) =>
      !name.startsWith('paper/') && name !== 'tiny.yaml' && PLANTED.test(readFileSync(`${folder}/${name}`, 'latin1')),
  );
}

function leaksOf(said: Said): readonly string[] {
  return `${said.out}${said.err}`.split('\n').filter((line) => PLANTED.test(line));
}

describe('no secret of the configuration is printed or written', () => {
  const folder = planted();
  const SMALL = ['--replications', '2', '--until', '12s'];

  it.each([
    [
      'run',
      'tiny.yaml',
      '--trace',
      '--events',
      'events.txt',
      '--until',
      '12s',
      '--json',
      '--out',
      'run',
      '--junit',
      'run.xml',
    ],
    ['run', 'tiny.yaml', ...SMALL, '--workers', '1', '--out', 'replications', '--junit', 'replications.xml'],
    ['sweep', 'tiny.yaml', '--over', 'servers.*.cachetime=0s,1h', ...SMALL, '--workers', '1', '--out', 'sweep'],
    [
      'sweep',
      'tiny.yaml',
      '--over',
      'servers.*.cachetime=0s,1h',
      ...SMALL,
      '--workers',
      '1',
      '--shard',
      '1/2',
      '--out',
      'shard',
    ],
    [
      'plan',
      'tiny.yaml',
      '--maximise',
      'calls.0.rate',
      '--between',
      '0.5/s..1/s',
      '--resolution',
      '99%',
      '--slo',
      'calls.lost < 90%',
      '--replications',
      '10',
      '--until',
      '12s',
      '--workers',
      '1',
      '--out',
      'plan',
    ],
    [
      'hunt',
      'tiny.yaml',
      '--fault',
      'crash: servers.regpbx1',
      '--window',
      '1s..9s',
      '--measure',
      'calls.lost',
      '--moments',
      '2',
      '--replications',
      '2',
      '--set',
      'duration=12s',
      '--workers',
      '1',
      '--out',
      'worst.yaml',
    ],
    ['console', 'tiny.yaml', 'regpbx1', 'iax2 show users', '--at', '5s'],
    ['console', 'tiny.yaml', 'regpbx1', 'database show', '--at', '5s'],
    ['console', 'tiny.yaml', 'regpbx1', 'show dialplan', '--at', '5s'],
    ['call', 'tiny.yaml', '1', '--svg', 'call.svg', '--mermaid', 'call.txt'],
  ])('%s %s %s', async (...words) => {
    const said = await dundisim(folder, ...words);
    expect([0, 1], said.err).toContain(said.code);
    expect([leaks(folder), leaksOf(said)]).toEqual([[], []]);
  });

  it('what is written has the covered text', async () => {
    const said = await dundisim(
      folder,
      'sweep',
      'tiny.yaml',
      '--over',
      'servers.*.ttl=8,16',
      ...SMALL,
      '--workers',
      '1',
      '--out',
      'e',
    );
    expect(said.code).toBe(0);
    expect(readFileSync(`${folder}/e/experiment.json`, 'utf8')).toMatch(/secret=secret-\d+ ;/);
  });

  it.each([
    ['check', 'tiny.yaml'],
    ['check', 'paper'],
    ['check', 'paper/regpbx1', '--profile', 'asterisk-16'],
    ['run', 'tiny.yaml', '--set', 'servers.regpbx1.secret=hunter2set'],
    ['sweep', 'tiny.yaml', '--over', 'servers.regpbx1.secret=hunter2a,hunter2b'],
    ['run', 'tiny.yaml', 'redis://:hunter2arg@10.9.9.9'],
    ['sweep', 'tiny.yaml', '--over', 'seed=1,2', '--queue', 'redis://:hunter2queue@127.0.0.1:1'],
    ['worker', '--queue', 'rediss:/me:hunter2queue@x'],
    ['worker', '--queue', 'me:hunter2queue@x'],
    ['calibrate', '--mysql', 'mysql://me:hunter2mysql@127.0.0.1:1/db'],
    ['calibrate', '--mysql', 'mysql://me:hunter2mysql@127.0.0.1:1/'],
  ])('messages: %s %s %s', async (...words) => {
    const broken = planted();
    for (const server of readdirSync(`${broken}/paper`))
      appendFileSync(`${broken}/paper/${server}/extensions.conf`, 'exten => 1,7,Dial(IAX2/me:hunter2dial@x,\n');
    expect(leaksOf(await dundisim(broken, ...words))).toEqual([]);
  });
});

describe.skipIf(!hasRedis())('no secret reaches a queue', () => {
  it('jobs, sources and names on Redis are without them', async () => {
    const folder = planted();
    const redis = await startRedis('hunter2redis');
    const client = new Redis(redis.url);
    try {
      const stop = new AbortController();
      const running = dundisimWith(
        { interrupted: stop.signal },
        folder,
        ...['sweep', 'tiny.yaml', '--over', 'servers.*.cachetime=0s,1h', '--replications', '2'],
        ...['--queue', redis.url, '--out', 'queued'],
      );
      let dump = '';
      while (!/:source:/.test(dump) || !/"cell"/.test(dump)) dump = await everythingOn(client);
      stop.abort();
      const said = await running;
      expect(said.code, said.err).toBe(130);
      expect([PLANTED.exec(dump), leaks(folder), leaksOf(said)]).toEqual([null, [], []]);
      expect(dump).toMatch(/secret=secret-\d+/);
    } finally {
      client.disconnect();
      await redis.stop();
    }
  });
});

/** Every key with its value, as texts. */
async function everythingOn(client: Redis): Promise<string> {
  let text = '';
  for (const key of await client.keys('*')) {
    const read = {
      string: ['get', key],
      hash: ['hgetall', key],
      list: ['lrange', key, 0, -1],
      zset: ['zrange', key, 0, -1],
    };
    const command = (read as Record<string, (string | number)[]>)[await client.type(key)];
    if (command !== undefined)
      text += `${key} ${JSON.stringify(await client.call(command[0] as string, ...command.slice(1)))}\n`;
  }
  return text;
}
