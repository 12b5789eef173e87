import { readRuleDefinition } from '@smtpy/contract';
import { expect, it } from 'vitest';
import { fromLegacy, legacyTypes } from './index.ts';

it.each([
  ['SENDER_CONTAINS', 'news', { field: 'sender', operator: 'contains', value: 'news' }],
  ['SENDER_EQUALS', 'a@b.example', { field: 'sender', operator: 'equals', value: 'a@b.example' }],
  ['SENDER_DOMAIN', 'b.example', { field: 'sender_domain', operator: 'domain_is', value: 'b.example' }],
  ['SUBJECT_CONTAINS', 'x', { field: 'subject', operator: 'contains', value: 'x' }],
  ['SUBJECT_EQUALS', 'x', { field: 'subject', operator: 'equals', value: 'x' }],
  ['SIZE_GREATER_THAN', '10MB', { field: 'size', operator: 'greater_than', value: 10_000_000 }],
  ['SIZE_LESS_THAN', '100', { field: 'size', operator: 'less_than', value: 100 }],
  ['HAS_ATTACHMENTS', 'true', { field: 'attachments', operator: 'present' }],
  ['HAS_ATTACHMENTS', 'false', { field: 'attachments', operator: 'absent' }],
] as const)('%s %s is a rule that can be read', (type, value, condition) => {
  const translated = fromLegacy(type, value, { action: 'BLOCK' });
  expect(translated).toMatchObject({ definition: { conditions: [condition], actions: [{ kind: 'block' }] } });
  if (translated.kind !== 'definition') throw new Error(translated.reason);
  expect(readRuleDefinition(translated.definition)).toEqual({
    kind: 'rule',
    definition: translated.definition,
  });
});

it('REDIRECT goes to mailboxes', () => {
  const mailboxIds = ['01940000-0000-7000-8000-000000000001'];
  expect(fromLegacy('HAS_ATTACHMENTS', '', { action: 'REDIRECT', mailboxIds })).toMatchObject({
    definition: { actions: [{ kind: 'forward_to', mailbox_ids: mailboxIds }] },
  });
});

it('refuses values that do not fit', () => {
  expect(fromLegacy('SIZE_LESS_THAN', 'much', { action: 'FORWARD' }).kind).toBe('invalid');
  expect(fromLegacy('HAS_ATTACHMENTS', 'maybe', { action: 'FORWARD' }).kind).toBe('invalid');
  expect(legacyTypes).toHaveLength(8);
});
