import { describe, expect, it } from 'vitest';
import { withFiles } from '../../story/files.ts';

const GATEWAY = `[general]
allowguest=no
[office]
type=peer
host=10.9.0.1
context=topstn
`;
const OFFICE = `[general]
context=phones
allowguest=no
[101]
type=friend
host=dynamic
[itsp]
type=peer
host=10.9.0.2
context=from-itsp
insecure=port,invite
`;
const PLAN = '[phones]\nexten => _0X.,1,Dial(SIP/${EXTEN:1}@itsp)\n[from-itsp]\nexten => 4930,1,Dial(SIP/101)\n';
const PLAN_OUT =
  '[topstn]\nexten => _X.,1,Dial(DAHDI/g1/${EXTEN})\n[frompstn]\nexten => _X.,1,NoOp()\n same => n,Dial(SIP/${EXTEN}@office,60)\n';
const CALLS = [
  '{ rate: 1/min, from: pstn, via: gw, context: frompstn, group: g1, outside: 4930 }',
  "{ at: 1s, from: 101, to: '030123' }",
];

interface Said {
  readonly gateway?: string;
  readonly office?: string;
  readonly plan?: string;
  readonly calls?: readonly string[];
}

function said({ gateway = GATEWAY, office = OFFICE, plan = PLAN, calls = CALLS }: Said): string[] {
  const { remarks } = withFiles(
    {
      'pbx/sip.conf': office,
      'pbx/extensions.conf': plan,
      'gw/sip.conf': gateway,
      'gw/extensions.conf': PLAN_OUT,
    },
    `profile: asterisk-16
duration: 1m
servers:
  pbx: { address: 10.9.0.1 }
  gw: { address: 10.9.0.2, trunks: { g1: { channels: 30 } } }
phones: { a: { numbers: [101], home: pbx } }
calls: [ ${calls.join(', ')} ]
`,
  );
  return remarks.flatMap(({ severity, text }) => (severity === 'risk' && text.includes(' sends ') ? text : []));
}

describe('calls that one server sends to another', () => {
  it('arrive where the number has an extension', () => {
    expect(said({})).toEqual([]);
  });

  it('are refused where it has none', () => {
    expect(said({ plan: PLAN.replace('4930', '4931') })).toEqual([
      'gw sends calls to 4930 on to pbx by Dial(SIP/4930@office), where they arrive in [from-itsp], the context of [itsp], and no pattern of it matches the number 4930: such calls are refused there',
    ]);
  });

  it('are left alone where a switch may know the number', () => {
    expect(said({ plan: `${PLAN.replace('4930', '4931')}switch => DUNDi/priv\n` })).toEqual([]);
  });

  it('are refused by a server that does not know who calls', () => {
    expect(said({ gateway: GATEWAY.replace('10.9.0.1', '10.9.0.7') })).toEqual([
      'pbx sends calls to 30123 on to gw by Dial(SIP/30123@itsp), which does not know who calls and refuses them: no section has host=10.9.0.1 in sip.conf of gw',
    ]);
    const office = OFFICE.replace('10.9.0.2', '10.9.0.7');
    expect(said({ office })).toEqual([
      'gw sends calls to 4930 on to pbx by Dial(SIP/4930@office), which does not know who calls and refuses them: no section has host=10.9.0.2 in sip.conf of pbx',
    ]);
    expect(said({ office: office.replace('peer', 'friend') })).toEqual([]);
  });
});
