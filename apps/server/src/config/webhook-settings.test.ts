import { expect, it } from 'vitest';
import { loadConfig } from './load.ts';

const production = {
  SMTPY_MODE: 'production',
  SMTPY_HOSTNAME: 'mail.example.com',
  SMTPY_PUBLIC_URL: 'https://mail.example.com',
};

it.each([
  ['SMTPY_TESTING_WEBHOOK_TARGETS', '127.0.0.0/8'],
  ['SMTPY_TESTING_WEBHOOK_CA', '/receiver.pem'],
])('%s, which is for tests, is refused in production', (name, value) => {
  expect(loadConfig({ [name]: value }).kind).toBe('ok');
  expect(loadConfig({ ...production, [name]: value })).toMatchObject({
    problems: [{ name, reason: 'Settings for tests are refused in production' }],
  });
});

it.each(['0.0.0.0/0', 'localhost', '127.0.0.1/33', '::1%lo'])('%s is no network', (value) => {
  expect(loadConfig({ SMTPY_TESTING_WEBHOOK_TARGETS: value }).kind).toBe('invalid');
});
