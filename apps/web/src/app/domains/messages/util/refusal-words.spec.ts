import { expect, it } from 'vitest';
import en from '../i18n/en.json' with { type: 'json' };
import fr from '../i18n/fr.json' with { type: 'json' };
import { refusalPhrase, remedyOf, remedyPhrase } from './refusal-words.ts';

it.each([
  ['mailboxUnknown', 'rcpt', 'unknown', undefined],
  ['mailboxDisabled', 'rcpt', 'disabled', 'alias'],
  ['blocked by an entry of the alias', 'rcpt', 'blocked', 'senders'],
  ['blocked by an entry of the operator', 'rcpt', 'blocked_operator', undefined],
  ['limit of alias', 'rcpt', 'limit', undefined],
  ['limit of newAliases', 'rcpt', 'limit_new', undefined],
  ['99 octets', 'data', 'too_large', undefined],
  ['zen.list.example', 'rcpt', 'listed', 'senders'],
  ['No bills, please', 'data', 'rule', 'rules'],
])('tells %s (%s) as %s', (reason, stage, name, remedy) => {
  expect(refusalPhrase({ reason, stage })).toEqual({ key: `refusal.${name}`, values: { reason } });
  expect(remedyPhrase({ reason, stage })).toEqual({ key: `remedy.${name}` });
  expect(remedyOf({ reason, stage })).toBe(remedy);
  for (const { line } of [en, fr]) {
    expect(line.refusal).toHaveProperty(name);
    expect(line.remedy).toHaveProperty(name);
  }
});

it('says what it does not know as it was recorded', () => {
  for (const stage of ['rcpt', 'data']) {
    expect(refusalPhrase({ reason: 'somethingNew', stage }).key).toBe('refusal.other');
    expect(remedyPhrase({ reason: 'somethingNew', stage })).toBeUndefined();
  }
});
