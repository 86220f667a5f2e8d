import { expect, test } from 'vitest';
import { said } from './help.ts';

test('CHANNEL tells what it is, and keeps what is set', () => {
  expect(
    said([
      'NoOp(${CHANNEL(name)} ${CHANNEL(channeltype)} ${CHANNEL(peername)} ${CHANNEL(state)} ${CHANNEL(language)})',
      'Answer()',
      'Set(CHANNEL(language)=de)',
      'Set(CHANNEL(accountcode)=7)',
      'NoOp(${CHANNEL(state)} ${CHANNEL(language)} ${CHANNEL(accountcode)} ${CDR(accountcode)})',
    ]),
  ).toEqual(['SIP/1001-1 SIP 1001 Ring en', 'Up de 7 7']);
});

test('CDR has the times of the call, and fields of one’s own', () => {
  expect(
    said([
      'Wait(2)',
      'NoOp(${CDR(src)} ${CDR(dst)} ${CDR(dcontext)} ${CDR(disposition)} <${CDR(answer)}> ${CDR(billsec)})',
      'Answer()',
      'Wait(3)',
      'Set(CDR(tariff)=night)',
      'Set(CDR(billsec)=0)',
      'NoOp(${CDR(start)} ${CDR(answer)} ${CDR(duration)} ${CDR(billsec)} ${CDR(disposition)} ${CDR(tariff)})',
    ]),
  ).toEqual(['1001 100 phones NO ANSWER <> 0', '2006-06-14 10:00:00 2006-06-14 10:00:02 5 3 ANSWERED night']);
});

test('1.2 has LANGUAGE and no CHANNEL', () => {
  expect(said(['Set(LANGUAGE()=de)', 'NoOp(${LANGUAGE()} ${CHANNEL(language)})'], 'asterisk-1.2')).toEqual(['de 0']);
});
