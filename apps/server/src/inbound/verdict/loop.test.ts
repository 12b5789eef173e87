import { expect, it } from 'vitest';
import { loopToken } from '../../forwarding/index.ts';
import { maxReceivedFields } from '../limits.ts';
import { makeArrival, makeContext } from '../testdata/arrivals.ts';
import { makeAlias } from '../testdata/entries.ts';
import { testKeys } from '../testdata/receiving-world.ts';
import { loop } from './loop.ts';

const shop = makeAlias('shop@alias.example');
const other = makeAlias('other@alias.example');
const mark = `X-SMTPy-Loop: ${loopToken(shop.id, testKeys.loopKey)}\n`;

it('counts hops', () => {
  const received = 'Received: by host.example; Tue, 01 Jan 2030 12:00:00 +0000\n';
  expect(loop(makeArrival(`${received.repeat(maxReceivedFields)}\n`), makeContext())).toMatchObject({
    kind: 'continue',
  });
  expect(loop(makeArrival(`${received.repeat(maxReceivedFields + 1)}\n`), makeContext())).toMatchObject({
    kind: 'refuse',
    refusal: { reply: { code: 554, enhanced: '5.4.6' } },
  });
});

it('refuses a message that its only alias has sent on before', () => {
  expect(loop(makeArrival(`${mark}\n`), makeContext())).toMatchObject({
    kind: 'refuse',
    refusal: { reply: { code: 554, enhanced: '5.4.6' } },
  });
});

it('marks the looping alias where another recipient is fine', () => {
  const { transaction, ...rest } = makeArrival(`${mark}\n`);
  const routes = [
    ...transaction.routes,
    { kind: 'alias', recipient: 'other@alias.example', way: 'alias', alias: other } as const,
  ];
  const result = loop({ ...rest, transaction: { ...transaction, routes } }, makeContext());
  expect(result).toMatchObject({ kind: 'continue', arrival: { loopingAliasIds: new Set([shop.id]) } });
});

it('is not impressed by a token that another installation could have made', () => {
  const foreign = `X-SMTPy-Loop: ${loopToken(shop.id, Buffer.alloc(32, 9))}\n`;
  expect(loop(makeArrival(`${foreign}\n`), makeContext())).toMatchObject({ kind: 'continue' });
});
