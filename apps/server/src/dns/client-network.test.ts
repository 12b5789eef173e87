import { expect, it } from 'vitest';
import { clientKey, networkOf } from './client-network.ts';

it.each([
  ['192.0.2.77', '192.0.2.0/24'],
  ['::ffff:192.0.2.77', '192.0.2.0/24'],
  ['2001:db8:0:1::1', '2001:db8:0:1::/64'],
  ['2001:DB8:0:1:ffff::2', '2001:db8:0:1::/64'],
  ['::1', '0:0:0:0::/64'],
  ['', ''],
])('%s is in %s', (ip, network) => {
  expect(networkOf(ip)).toBe(network);
});

it.each([
  ['192.0.2.77', '192.0.2.77'],
  ['::ffff:192.0.2.77', '192.0.2.77'],
  ['2001:DB8:0:1:ffff::2', '2001:db8:0:1::/64'],
  ['nothing', 'nothing'],
])('%s is the client %s', (ip, client) => {
  expect(clientKey(ip)).toBe(client);
});
