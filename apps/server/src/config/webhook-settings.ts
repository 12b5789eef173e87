import { resolve } from 'node:path';
import { list } from './form.ts';
import { network, path } from './network-form.ts';
import { optional } from './setting.ts';

/** What tests of webhooks need: a receiver on their own machine. */
export const webhookSettings = {
  testingWebhookTargets: optional({
    name: 'SMTPY_TESTING_WEBHOOK_TARGETS',
    section: 'Delivering',
    text: 'For tests alone: addresses and networks that webhooks may call although they are not on the public Internet.',
    form: list(network),
    onlyIn: 'sandbox',
    unset: 'none',
    example: '127.0.0.0/8',
    pick: (config) => config.webhooks.testingTargets,
  }),
  testingWebhookCa: optional({
    name: 'SMTPY_TESTING_WEBHOOK_CA',
    section: 'Delivering',
    text: 'For tests alone: a PEM file with the authorities that certificates of webhooks are checked by.',
    form: path(resolve),
    onlyIn: 'sandbox',
    unset: 'those that Node.js trusts, with `NODE_EXTRA_CA_CERTS`',
    example: '/etc/smtpy/receiver.pem',
    pick: (config) => config.webhooks.testingCaFile,
  }),
};
