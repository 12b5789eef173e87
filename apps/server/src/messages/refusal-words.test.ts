import { expect, it } from 'vitest';
import { describeRefusal } from './refusal-words.ts';

const data = {
  recipient: 'shop@my.example',
  mailFrom: 'ann@b.example',
  ip: '192.0.2.1',
  stage: 'rcpt',
  code: 550,
  reason: 'No such address here',
};

it.each([
  [
    data,
    '550 to ann@b.example [192.0.2.1], for shop@my.example, when it named the recipient: No such address here; its sender is told that it failed',
  ],
  [
    { ...data, code: 451, stage: 'data', mailFrom: '', reason: 'come back' },
    '451 to null sender [192.0.2.1], for shop@my.example, after its content: come back; its server may try again',
  ],
  [
    { ...data, mailFrom: '*@b.example' },
    '550 to someone at b.example [192.0.2.1], for shop@my.example, when it named the recipient: No such address here; its sender is told that it failed',
  ],
  [
    { ...data, mailFrom: undefined, ip: undefined, stage: 'constructor' },
    '550 to sender not kept, for shop@my.example: No such address here; its sender is told that it failed',
  ],
  [{}, 'refused to sender not kept: no reason was recorded; its sender is told that it failed'],
  [{ code: 421, reason: '\u001b[2Ja\r\nb' }, '421 to sender not kept: [2Ja / b; its server may try again'],
])('%j', (refusal, sentence) => {
  expect(describeRefusal(refusal)).toBe(sentence);
});
