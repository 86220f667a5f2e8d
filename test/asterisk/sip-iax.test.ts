import { describe, expect, it } from 'vitest';
import { lines, read, type Dialect } from './help.ts';

const quiet = (line: string): boolean => !/no such file|extensions.conf does not have/.test(line);

function sip(text: string, dialect: Dialect = '1.2', more: Record<string, string> = {}) {
  const server = read({ 'sip.conf': text, ...more }, dialect);
  return { config: server.sip, remarks: lines(server.remarks).filter(quiet) };
}

describe('sip.conf', () => {
  it('has the defaults of each release', () => {
    const common = {
      context: 'default',
      regContext: '',
      maxExpiry: 3600,
      defaultExpiry: 120,
      rtCacheFriends: false,
      rtUpdate: true,
      regExtenOnQualify: false,
      qualifyMs: 0,
      qualifyFreq: 60_000_000,
      realtime: false,
      staticPeers: [],
      fixedPeers: [],
      dynamicPeers: [],
      allowGuest: true,
      allowOverlap: 'yes',
      directMedia: true,
      ignoreRegExpire: false,
      callLimit: 0,
    };
    expect(sip('[general]').config).toEqual({ ...common, minExpiry: 0, alwaysAuthReject: false });
    expect(sip('[general]', '16').config).toEqual({ ...common, minExpiry: 60, alwaysAuthReject: true });
  });

  it('takes its keys, also by their old misspelling', () => {
    const { config, remarks } = sip(
      '[general]\nregcontext=reg\ncontext=phones\nmaxexpirey=300\ndefaultexpirey=60\nminexpiry=30\nrtcachefriends=yes\nrtupdate=no\nqualify=500\nqualifyfreq=30\nregextenonqualify=yes\ncallcounter=yes\n',
      '16',
    );
    expect(config).toMatchObject({
      regContext: 'reg',
      context: 'phones',
      maxExpiry: 300,
      defaultExpiry: 60,
      minExpiry: 30,
      rtCacheFriends: true,
      rtUpdate: false,
      qualifyMs: 500,
      qualifyFreq: 30_000_000,
      regExtenOnQualify: true,
      callLimit: 2_147_483_647,
    });
    expect(remarks).toEqual([]);
  });

  it('reads allowoverlap as chan_sip does: a word for yes, dtmf, and no for all else; a section has its own', () => {
    const read = (general: string, own: string) => {
      const { config } = sip(`[general]\n${general}\n[1001]\ntype=friend\nhost=dynamic\n${own}\n`, '16');
      return [config.allowOverlap, config.staticPeers[0]!.allowOverlap];
    };
    expect(read('', '')).toEqual(['yes', 'yes']);
    expect(read('allowoverlap=dtmf', '')).toEqual(['dtmf', 'dtmf']);
    expect(read('allowoverlap=never', 'allowoverlap=On')).toEqual(['no', 'yes']);
    expect(sip('[general]\nallowoverlap=no\n').config.allowOverlap).toBe('yes'); // Since 1.4.
  });

  it('does not know under 1.2 what came later', () => {
    const { config, remarks } = sip('[general]\nminexpiry=30\n');
    expect(config.minExpiry).toBe(0);
    expect(remarks).toEqual(['sip.conf:2:1: risk: Asterisk 1.2 does not know "minexpiry" and ignores it']);
  });

  it('treats wrong values as Asterisk does', () => {
    const { config, remarks } = sip('[general]\nmaxexpiry=0\ndefaultexpiry=soon\n');
    expect(config).toMatchObject({ maxExpiry: 3600, defaultExpiry: 120 });
    expect(remarks).toEqual([
      'sip.conf:2:11: risk: maxexpiry is "0"; expected whole seconds, 1 or more; Asterisk takes 3600',
      'sip.conf:3:15: risk: defaultexpiry is "soon"; expected whole seconds, 1 or more; Asterisk takes 120',
    ]);
  });

  it('names what is not modelled, one by one, and what has no effect, together', () => {
    expect(sip('[general]\nrtautoclear=60\nbindport=5060\nuseragent=x\nregcontxt=y\n').remarks).toEqual([
      'sip.conf: note: keys without effect on what is modelled: bindport, useragent',
      'sip.conf:2:1: note: key rtautoclear of [general] in sip.conf is not modelled: a cached phone would be forgotten some time after its registration ended',
      'sip.conf:5:1: risk: unknown key "regcontxt" in [general] of sip.conf: it is not modelled, and Asterisk ignores it; did you mean "regcontext"?',
    ]);
  });

  it('reads phones, with templates and the defaults of [general]', () => {
    const { config, remarks } = sip(
      '[general]\ncontext=in\nqualify=yes\n[t](!)\ntype=friend\nhost=dynamic\n[1001](t)\nsecret=x\ncall-limit=2\n[1002](t)\ncontext=other\nqualify=no\n[gw]\ntype=peer\nhost=10.0.0.9\n',
    );
    const common = { callLimit: 0, directMedia: true, regExten: [], insecureInvite: false, allowOverlap: 'yes' };
    expect(config.staticPeers).toEqual([
      { ...common, name: '1001', context: 'in', host: 'dynamic', qualifyMs: 2000, callLimit: 2 },
      { ...common, name: '1002', context: 'other', host: 'dynamic', qualifyMs: 0 },
      { ...common, name: 'gw', context: 'in', host: '10.0.0.9', qualifyMs: 2000 },
    ]);
    expect(remarks).toEqual([]);
  });

  it("reads a phone's own callerid and insecure", () => {
    const { config } = sip('[1001]\ntype=friend\nhost=dynamic\ncallerid="Ann" <201>\ninsecure=port,invite\n', '16');
    expect(config.staticPeers).toMatchObject([{ callerId: { name: 'Ann', number: '201' }, insecureInvite: true }]);
  });

  it('reads who never registers: other servers, and users', () => {
    const { config, remarks } = sip(
      '[general]\ncontext=in\nallowguest=no\n[gw]\ntype=peer\nhost=10.0.0.9\ndefaultuser=me\nsecret=s\nfromuser=us\ninsecure=port,invite\n[bob]\ntype=user\nsecret=t\ncontext=out\ncanreinvite=no\n',
      '16',
    );
    const common = { insecureInvite: false, qualifyMs: 0, directMedia: true, allowOverlap: 'yes' };
    expect(config.fixedPeers).toEqual([
      {
        ...common,
        name: 'gw',
        kind: 'peer',
        host: '10.0.0.9',
        context: 'in',
        secret: 's',
        userName: 'me',
        fromUser: 'us',
        insecureInvite: true,
      },
      {
        ...common,
        name: 'bob',
        kind: 'user',
        host: '',
        context: 'out',
        secret: 't',
        userName: '',
        fromUser: '',
        directMedia: false,
      },
    ]);
    expect([config.allowGuest, config.staticPeers.map(({ name }) => name), remarks]).toEqual([false, ['gw'], []]);
  });

  it.each([
    ['very', true, []],
    ['port', false, []],
    ['invite', true, []],
    ['no', false, []],
    ['all', false, ['sip.conf:4:10: risk: insecure is "all"; expected port, invite or both']],
  ])('insecure=%s', (value, insecureInvite, said) => {
    const { config, remarks } = sip(`[gw]\ntype=peer\nhost=10.0.0.9\ninsecure=${value}\n`);
    expect([config.fixedPeers[0]!.insecureInvite, remarks]).toEqual([insecureInvite, said]);
  });

  it('says which sections are no phones', () => {
    const { config, remarks } = sip(
      '[a]\nhost=dynamic\n[b]\ntype=freind\n[c]\ntype=user\n[authentication]\nauth=x:y@z\n',
    );
    expect(config.staticPeers).toEqual([]);
    expect(remarks).toEqual([
      'sip.conf:1:1: risk: [a] of sip.conf has no type: Asterisk ignores the section',
      'sip.conf:4:6: risk: type is "freind"; expected friend, peer or user: Asterisk ignores the section; did you mean "friend"?',
    ]);
  });
});

describe('extconfig.conf', () => {
  it('takes any family for one of a module, unless it looks like one of phones', () => {
    const { remarks } = read({ 'extconfig.conf': '[settings]\nfoobar => mysql,db\nsippeer => mysql,db' });
    expect(lines(remarks).filter((line) => line.startsWith('extconfig.conf:'))).toEqual([
      'extconfig.conf:2:1: note: foobar from a database is not modelled',
      'extconfig.conf:3:1: risk: "sippeer" is no family of phones; did you mean "sippeers"?',
    ]);
  });

  it.each(['sippeers => mysql,db,sip', 'sipusers=>mysql,db', 'sipfriends = odbc,x'])('%s means realtime', (line) => {
    expect(sip('[general]', '1.2', { 'extconfig.conf': `[settings]\n${line}` }).config.realtime).toBe(true);
  });

  it.each(['voicemail => mysql,db', 'sippeers => mysql', ';sippeers => mysql,db'])('%s does not', (line) => {
    expect(sip('[general]', '1.2', { 'extconfig.conf': `[settings]\n${line}` }).config.realtime).toBe(false);
  });

  it('warns of realtime phones that never expire', () => {
    const { remarks } = sip('[general]\nregcontext=reg', '1.2', {
      'extconfig.conf': '[settings]\nsippeers => mysql,db',
    });
    expect(remarks).toEqual([
      'sip.conf:2:1: risk: phones come from the database without rtcachefriends=yes: their registrations never run out here, and a phone that went away stays in [reg] for ever',
    ]);
  });
});

describe('iax.conf', () => {
  const iax = (text: string, dialect: Dialect = '1.2') => {
    const server = read({ 'iax.conf': text }, dialect);
    return { config: server.iax, remarks: lines(server.remarks).filter(quiet) };
  };

  it('reads users', () => {
    expect(
      iax(
        '[general]\nautokill=yes\n[priv]\ntype=friend\ndbsecret=dundi/secret\ncontext=in\n[bob]\ntype=user\nsecret=s\n',
      ).config,
    ).toEqual({
      autokillMs: 2000,
      maxAuthReq: 0,
      users: [
        { name: 'priv', contexts: ['in'], secret: '', dbSecret: 'dundi/secret' },
        { name: 'bob', contexts: [], secret: 's', dbSecret: '' },
      ],
      peers: [
        {
          name: 'priv',
          host: '',
          userName: '',
          secret: '',
          dbSecret: 'dundi/secret',
          peerContext: '',
          qualifyMs: 0,
        },
      ],
    });
  });

  it('limits challenges since 1.4', () => {
    expect(iax('[general]', '16').config.maxAuthReq).toBe(3);
    expect(iax('[general]\nmaxauthreq=20', '16').config.maxAuthReq).toBe(20);
    const user = iax('[priv]\ntype=user\nmaxauthreq=0', '16');
    expect(user.config.maxAuthReq).toBe(0);
    expect(user.remarks).toEqual(['iax.conf:1:1: note: maxauthreq of [priv] is taken for all users: 0']);
    expect(iax('[general]\nmaxauthreq=20').remarks).toEqual([
      'iax.conf:2:1: risk: Asterisk 1.2 does not know "maxauthreq" and ignores it',
    ]);
  });

  it('reads peers, which are called and never call', () => {
    const { config, remarks } = iax(
      '[up]\ntype=peer\nhost=1.2.3.4:4569\nusername=me\nsecret=s\npeercontext=in\nqualify=yes\ntrunk=yes\n',
    );
    expect(config.users).toEqual([]);
    expect(config.peers).toEqual([
      { name: 'up', host: '1.2.3.4', userName: 'me', secret: 's', dbSecret: '', peerContext: 'in', qualifyMs: 2000 },
    ]);
    expect(remarks).toEqual([
      'iax.conf:8:1: note: key trunk of [up] in iax.conf is not modelled: every call has packets of its own',
    ]);
  });

  it('names the peers that cannot be called', () => {
    expect(iax('[a]\ntype=peer\n[b]\ntype=peer\nhost=dynamic\n').remarks).toEqual([
      'iax.conf:1:1: risk: peer [a] of iax.conf has no host: it cannot be called',
      'iax.conf:3:1: note: peer [b] has host=dynamic: it can be called while a server of the scenario is registered for it (register => in its iax.conf); devices do not register over IAX2',
    ]);
  });

  it('reads every context that a user may call into', () => {
    expect(iax('[a]\ntype=user\ncontext=one\ncontext=two\n').config.users[0]!.contexts).toEqual(['one', 'two']);
  });
});
