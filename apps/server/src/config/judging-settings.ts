import { duration, list, offOr, rate } from './form.ts';
import { dnsZone, origin } from './network-form.ts';
import { defaulted, optional } from './setting.ts';

/** What decides whether mail is let through, besides what owners say. */
export const judgingSettings = {
  dnsLists: optional({
    name: 'SMTPY_DNS_LISTS',
    section: 'Judging',
    text: 'DNS block lists of client addresses. Who is listed gets 421 and may come back; a list that does not answer within 3 seconds says nothing. Mind their terms of use.',
    form: list(dnsZone),
    unset: 'none is asked',
    example: 'zen.example.org,bl.example.net',
    pick: (config) => config.policy.dnsLists,
  }),
  greylistDelay: defaulted({
    name: 'SMTPY_GREYLIST',
    section: 'Judging',
    text: 'How long senders that were never seen are asked to wait before they come back. Any host of the sender’s network may come back; who came back is not asked again for 36 days.',
    form: offOr(duration({ min: '1s', max: '1h' })),
    default: 'off',
    pick: (config) => config.policy.greylistDelayMs,
  }),
  rspamdUrl: optional({
    name: 'SMTPY_RSPAMD_URL',
    section: 'Judging',
    text: 'An Rspamd worker that judges content. What it calls spam is quarantined; while it cannot be reached, mail flows without its word.',
    form: origin,
    unset: 'content is not judged',
    example: 'http://127.0.0.1:11333',
    pick: (config) => config.policy.rspamdUrl,
  }),
  limitPerClient: defaulted({
    name: 'SMTPY_LIMIT_PER_CLIENT',
    section: 'Judging',
    text: 'Recipients accepted from one client address (IPv6: one /64); further ones get 450. All limits hold over all processes and machines, within a second.',
    form: rate,
    default: 'off',
    pick: (config) => config.policy.limits.perClient,
  }),
  limitPerSender: defaulted({
    name: 'SMTPY_LIMIT_PER_SENDER',
    section: 'Judging',
    text: 'The same, of one reverse path.',
    form: rate,
    default: 'off',
    pick: (config) => config.policy.limits.perSender,
  }),
  limitPerAlias: defaulted({
    name: 'SMTPY_LIMIT_PER_ALIAS',
    section: 'Judging',
    text: 'The same, for one alias.',
    form: rate,
    default: '50000/h',
    pick: (config) => config.policy.limits.perAlias,
  }),
  limitPerOrganization: defaulted({
    name: 'SMTPY_LIMIT_PER_ORGANIZATION',
    section: 'Judging',
    text: 'The same, for one organization.',
    form: rate,
    default: '200000/h',
    pick: (config) => config.policy.limits.perOrganization,
  }),
  limitNewAliases: defaulted({
    name: 'SMTPY_LIMIT_NEW_ALIASES',
    section: 'Judging',
    text: 'Aliases that the catch-all of one domain makes on first use; beyond that the sender gets 450 and may come back.',
    form: rate,
    default: '100/h',
    pick: (config) => config.policy.limits.newAliases,
  }),
};
