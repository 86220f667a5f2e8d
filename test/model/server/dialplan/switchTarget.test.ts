import { expect, it } from 'vitest';
import { switchTarget, switchQuestion } from '../../../../src/model/server/dialplan/switchTarget.ts';

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

it.each([
  ['the number, in the context of the switch', 'phones', '1002', 'priv', { number: '1002', context: 'priv' }],
  ['the number, in its own context', 'phones', '1002', '', { number: '1002', context: 'phones' }],
  [
    's in a macro: the number that the macro was called for',
    'macro-dundi',
    's',
    'priv',
    { number: '77', context: 'priv' },
  ],
  ['a number in a macro', 'Macro-dundi', '1002', 'priv', { number: '1002', context: 'priv' }],
  ['in a macro, without a context', 'macro-dundi', 's', '', { number: '77', context: 'e164' }],
  ['s elsewhere', 'phones', 's', '', { number: 's', context: 'phones' }],
])('a switch asks for %s', (_, context, exten, data, question) => {
  expect(switchQuestion(context, exten, '77', data)).toEqual(question);
});
