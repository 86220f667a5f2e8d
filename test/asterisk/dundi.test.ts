import { describe, expect, it } from 'vitest';
import { lines, read, type Dialect } from './help.ts';

const PEER = '[00:14:22:23:26:2E]\nmodel=symmetric\nhost=10.0.0.1\n';

function dundi(text: string, dialect: Dialect = '1.2') {
  const server = read({ 'dundi.conf': text }, dialect);
  return {
    config: server.dundi,
    remarks: lines(server.remarks).filter((line) => !line.includes('no such file')),
    risks: lines(server.remarks, 'risk'),
  };
}

describe('[general]', () => {
  it("has Asterisk's defaults", () => {
    const { config } = dundi('[general]\nentityid=1:2:3:4:5:6');
    expect(config).toEqual({
      enabled: true,
      entityId: '01:02:03:04:05:06',
      cacheTime: 3600,
      ttl: 120,
      autokillMs: 0,
      storeHistory: false,
      mappings: [],
      peers: [],
      keys: undefined,
      outgoingEndpoint: '',
      outgoingSipTech: 'PJSIP',
    });
  });

  it('takes its keys, the last one of a name', () => {
    const { config, remarks } = dundi(
      '[general]\nEntityID=AA:bb:CC:0d:e:FF\ncachetime=30\ncachetime = 5\nttl=2\nautokill=yes\nstorehistory=on\n',
    );
    expect(config).toMatchObject({
      entityId: 'aa:bb:cc:0d:0e:ff',
      cacheTime: 5,
      ttl: 2,
      autokillMs: 2000,
      storeHistory: true,
    });
    expect(remarks).toEqual([]);
  });

  it.each([
    [
      'cachetime=abc',
      { cacheTime: 3600 },
      'dundi.conf:3:11: risk: cachetime is "abc"; expected whole seconds, 0 or more; Asterisk takes 3600',
    ],
    [
      'ttl=500',
      { ttl: 120 },
      'dundi.conf:3:5: risk: ttl is "500"; expected whole hops, from 1 to 119; Asterisk takes 120',
    ],
    ['ttl=0', { ttl: 120 }, 'dundi.conf:3:5: risk: ttl is "0"; expected whole hops, from 1 to 119; Asterisk takes 120'],
    [
      'autokill=maybe',
      { autokillMs: 0 },
      'dundi.conf:3:10: risk: autokill is "maybe"; expected yes, no or milliseconds; Asterisk takes no',
    ],
    [
      'cachetime=5s',
      { cacheTime: 5 },
      'dundi.conf:3:11: risk: cachetime is "5s"; Asterisk reads 5 and does not look at the rest',
    ],
    [
      'cachetme=5',
      { cacheTime: 3600 },
      'dundi.conf:3:1: risk: unknown key "cachetme" in [general] of dundi.conf: it is not modelled, and Asterisk ignores it; did you mean "cachetime"?',
    ],
    [
      'storehistory=perhaps',
      { storeHistory: false },
      'dundi.conf:3:14: risk: storehistory is "perhaps"; expected yes or no; Asterisk takes no',
    ],
    [
      'constructor=1',
      {},
      'dundi.conf:3:1: risk: unknown key "constructor" in [general] of dundi.conf: it is not modelled, and Asterisk ignores it',
    ],
  ])('%s', (line, config, remark) => {
    const found = dundi(`[general]\nentityid=1:2:3:4:5:6\n${line}`);
    expect(found.config).toMatchObject(config);
    expect(found.remarks).toEqual([remark]);
  });

  it('takes autokill in milliseconds', () => {
    expect(dundi('[general]\nautokill=1500').config.autokillMs).toBe(1500);
  });

  it('lists keys without effect in one note', () => {
    expect(dundi('[general]\nentityid=1:2:3:4:5:6\nphone=1\ncountry=US\nphone=2').remarks).toEqual([
      'dundi.conf: note: keys without effect on what is modelled: phone, country',
    ]);
  });

  it('makes up an identity for a server that sets none, the same in every run, and says so', () => {
    const { config, remarks } = dundi('[general]\nentityid=nonsense');
    expect(config.entityId).toMatch(/^02:00(:[0-9a-f]{2}){4}$/);
    expect(dundi('[general]').config.entityId).toBe(config.entityId);
    expect(remarks.join('\n')).toContain('risk: entityid is "nonsense"');
    expect(remarks.join('\n')).toContain(
      `note: no entityid: Asterisk takes the address of the first network card, which no file tells; ${config.entityId} stands for it`,
    );
  });

  it('sees the first [general] only', () => {
    const { config, risks } = dundi('[general]\ncachetime=5\n[general]\ncachetime=6\n');
    expect(config.cacheTime).toBe(5);
    expect(risks).toEqual([
      'dundi.conf:3:1: risk: a second [general]: Asterisk reads the first only; [general](+) would go on with it',
    ]);
  });

  it('is disabled without the file', () => {
    expect(read({ 'sip.conf': '[general]' }).dundi).toMatchObject({ enabled: false, peers: [], mappings: [] });
  });
});

describe('[mappings]', () => {
  const mappings = (text: string, dialect: Dialect = '1.2') => dundi(`[mappings]\n${text}`, dialect);

  it('takes one apart', () => {
    const { config } = mappings(
      'priv => dundi-priv-canonical,0,IAX2,priv:${SECRET}@192.168.0.1/${NUMBER},nounsolicited,nocomunsolicit,nopartial',
    );
    expect(config.mappings).toEqual([
      {
        context: 'priv',
        localContext: 'dundi-priv-canonical',
        weight: 0,
        weightText: '',
        tech: 'IAX2',
        destination: 'priv:${SECRET}@192.168.0.1/${NUMBER}',
        noPartial: true,
        options: ['nounsolicited', 'nocomunsolicit'],
      },
    ]);
  });

  it('knows a placeholder', () => {
    expect(mappings('priv =>').config.mappings).toEqual([
      {
        context: 'priv',
        localContext: '',
        weight: 0,
        weightText: '',
        tech: '',
        destination: '',
        noPartial: false,
        options: [],
      },
    ]);
  });

  it.each([
    [
      'priv => ctx,0,IAX2',
      'dundi.conf:2:9: risk: priv => has 3 of the 4 fields that Asterisk expects (context,weight,technology,destination), and is left out',
    ],
    [
      'priv => ctx,heavy,IAX2,d',
      'dundi.conf:2:13: risk: weight "heavy" is not a number from 0 to 59999: Asterisk leaves the mapping out',
    ],
    [
      'priv => ctx,60000,IAX2,d',
      'dundi.conf:2:13: risk: weight "60000" is not a number from 0 to 59999: Asterisk leaves the mapping out',
    ],
    [
      'priv => ctx,0,IAX3,d',
      'dundi.conf:2:15: risk: technology "IAX3" is unknown to DUNDi, and the mapping is left out; expected IAX2, SIP, H323; did you mean "IAX2"?',
    ],
  ])('leaves out %s', (line, remark) => {
    const { config, risks } = mappings(line);
    expect(config.mappings).toEqual([]);
    expect(risks).toContain(remark);
  });

  it('ignores an option that it does not know', () => {
    const { config, risks } = mappings('priv => ctx,0,SIP,d,nopartail,nopartial');
    expect(config.mappings[0]).toMatchObject({ tech: 'SIP', noPartial: true, options: [] });
    expect(risks).toContain(
      'dundi.conf:2:21: risk: option "nopartail" of a mapping is unknown, and Asterisk ignores it; did you mean "nopartial"?',
    );
  });

  it('says that calls over H323 between servers are not modelled', () => {
    expect(mappings('priv => ctx,0,H323,${NUMBER}@10.0.0.1').risks).toContain(
      'dundi.conf:2:15: risk: calls between servers over H323 are not modelled: a caller who is sent here hears nothing',
    );
  });

  it.each([
    ['${NUMBER}@10.0.0.1', '16', undefined],
    ['pbx/${NUMBER}', '16', undefined],
    ['pbx/${NUMBER}', '1.2', undefined],
    ['me:s@10.0.0.1/${NUMBER}', '16', 'asks for the number "me": what follows the slash is ignored'],
    ['me:s@10.0.0.1/${NUMBER}', '1.2', 'names the host "10.0.0.1/${NUMBER}", which nobody has'],
    ['10.0.0.1', '16', 'names no number'],
  ] as const)('says whether SIP,%s asks for the number under %s', (destination, dialect, said) => {
    const { risks } = mappings(`priv => ctx,0,SIP,${destination}`, dialect);
    const risk = risks.find((text) => text.includes('risk: SIP/'));
    if (said === undefined) expect(risk).toBeUndefined();
    else expect(risk).toContain(said);
  });

  it('keeps several of one name in order, and the later of two for one context', () => {
    const { config, risks } = mappings('p => a,1,SIP,d\np => b,2,SIP,d\nP => A,3,SIP,e');
    expect(config.mappings.map((m) => [m.localContext, m.weight])).toEqual([
      ['A', 3],
      ['b', 2],
    ]);
    expect(risks).toContain('dundi.conf:4:1: risk: P => A is mapped once more: Asterisk keeps only this one');
  });
});

describe('peers', () => {
  it('reads one that registers, and one that it registers with', () => {
    const peer = dundi(
      '[1:2:3:4:5:6]\nmodel=symmetric\nhost=Dynamic\n[1:2:3:4:5:7]\nmodel=symmetric\nhost=hub\nregister=yes\n',
    );
    expect(peer.config.peers.map(({ host, registers }) => [host, registers])).toEqual([
      ['dynamic', false],
      ['hub', true],
    ]);
  });

  it('reads one', () => {
    const { config } = dundi(
      '[00:14:22:23:26:2E]\nmodel = symmetric\nhost = 10.10.10.120\ninkey=k\noutkey=k\ninclude = priv\nnoinclude=x\npermit = priv\ndeny=y\nqualify = yes\norder = secondary\n',
    );
    expect(config.peers).toEqual([
      {
        entityId: '00:14:22:23:26:2e',
        model: 'symmetric',
        host: '10.10.10.120',
        registers: false,
        inKey: 'k',
        outKey: 'k',
        qualifyMs: 2000,
        order: 1,
        include: [
          { context: 'priv', allow: true },
          { context: 'x', allow: false },
        ],
        permit: [
          { context: 'priv', allow: true },
          { context: 'y', allow: false },
        ],
      },
    ]);
  });

  it.each([
    ['model=symetric', 'expected inbound, outbound, symmetric or none; did you mean "symmetric"?'],
    ['order=fifth', 'expected primary, secondary, tertiary or quartiary'],
    ['qualify=often', 'expected yes, no or milliseconds; Asterisk takes no'],
    ['inky=x', 'unknown key "inky" in [00:14:22:23:26:2E]'],
  ])('warns of %s', (line, remark) => {
    expect(dundi(`${PEER}${line}`).risks.join('\n')).toContain(remark);
  });

  it.each([
    ['[1:2:3:4:5:6]\nhost=10.0.0.1', 'has neither model nor precache: Asterisk discards it'],
    ['[1:2:3:4:5:6]\nmodel=outbound', 'has no host'],
    ['[1:2:3:4:5:6]\nmodel=outbound\nhost=10.0.0.1 (hub)', 'Asterisk finds no such host and discards the peer'],
    [
      '[1:2:3:4:5:6]\nmodel=symmetric\nprecache=outbound\nhost=10.0.0.1',
      'which exclude each other: Asterisk discards it',
    ],
    [
      '[hub]\nmodel=symmetric\nhost=10.0.0.1',
      '[hub] is neither general, mappings nor an entity identifier: Asterisk ignores the section with what stands in it (model, host)',
    ],
  ])('discards %j', (text, remark) => {
    const { config, risks } = dundi(text);
    expect(config.peers).toEqual([]);
    expect(risks.join('\n')).toContain(remark);
  });

  it('notes what is not modelled', () => {
    const { remarks } = dundi(`${PEER}ustothem=1:2:3:4:5:6\n`);
    expect(remarks.join('\n')).toContain(
      'dundi.conf:4:1: note: key ustothem of [00:14:22:23:26:2E] in dundi.conf is not modelled',
    );
  });
});
