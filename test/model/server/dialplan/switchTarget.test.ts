import { expect, it } from 'vitest';
import { switchTarget } from '../../../../src/model/server/dialplan/switchTarget.ts';

const IAX = { tech: 'IAX2', destination: 'priv:s@10.0.0.2/1002' };
const SIP = { tech: 'SIP', destination: '1002/10.0.0.2' };
const NOTHING = { outgoingSipTech: 'PJSIP', outgoingEndpoint: '' } as const;
const ENDPOINT = { outgoingSipTech: 'PJSIP', outgoingEndpoint: 'x' } as const;
const AS_SIP = { outgoingSipTech: 'SIP', outgoingEndpoint: '' } as const;

it.each([
  ['IAX2, nothing else', IAX, NOTHING, undefined],
  ['IAX2, outgoing_sip_tech=SIP', IAX, AS_SIP, 'IAX2/priv:s@10.0.0.2/1002'],
  ['IAX2, pjsip_outgoing_endpoint=x', IAX, ENDPOINT, 'IAX2/x/sip:priv:s@10.0.0.2@1002'],
  ['SIP, nothing else', SIP, NOTHING, undefined],
  ['SIP, pjsip_outgoing_endpoint=x', SIP, ENDPOINT, 'PJSIP/x/sip:1002@10.0.0.2'],
  ['PJSIP is taken for SIP', { ...SIP, tech: 'PJSIP' }, ENDPOINT, 'PJSIP/x/sip:1002@10.0.0.2'],
  ['SIP, outgoing_sip_tech=SIP', SIP, AS_SIP, 'SIP/1002/10.0.0.2'],
] as const)('%s', (_, answer, outgoing, target) => {
  expect(switchTarget(answer, { switchNeedsEndpoint: true }, outgoing)).toBe(target);
  expect(switchTarget(answer, { switchNeedsEndpoint: false }, outgoing)).toBe(`${answer.tech}/${answer.destination}`);
});
