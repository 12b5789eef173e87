import { describe, expect, it } from 'vitest';
import type { RuleDefinition } from '@smtpy/contract/web';
import en from '../i18n/en.json' with { type: 'json' };
import fr from '../i18n/fr.json' with { type: 'json' };
import { describeRule, type Wording } from './sentence.ts';

function wordingIn(language: 'en' | 'fr'): Wording {
  const rules: unknown = { en, fr }[language];
  return {
    language,
    bytes: (bytes) => `${String(bytes / 1_000_000)} MB`,
    mailbox: (id) => (id === 'known' ? 'jane@provider.example' : undefined),
    t: (key, values = {}) => {
      let word: unknown = { rules };
      for (const part of key.split('.'))
        word = (word as Readonly<Record<string, unknown>> | undefined)?.[part];
      if (typeof word !== 'string') throw new Error(`there is no word ${key}`);
      return word.replaceAll(/\{\{(\w+)\}\}/gu, (_whole, name: string) => String(values[name]));
    },
  };
}

const rule: RuleDefinition = {
  match: 'all',
  conditions: [
    { field: 'subject', operator: 'contains', value: 'invoice' },
    {
      match: 'any',
      conditions: [
        { field: 'size', operator: 'greater_than', value: 5_000_000 },
        { field: 'authentication', method: 'dmarc', operator: 'equals', value: 'pass', not: true },
      ],
    },
  ],
  actions: [
    { kind: 'forward_to', mailbox_ids: ['known', 'gone'] },
    { kind: 'subject_prefix', text: '[money]' },
  ],
  then: 'continue',
};

describe('describeRule', () => {
  it('reads a rule back in English', () => {
    expect(describeRule(rule, wordingIn('en'))).toBe(
      'If the subject contains “invoice” and (it is larger than 5 MB or DMARC does not say pass): forward it to jane@provider.example and a mailbox that is gone and put “[money]” before the subject, then go on with the next rule.',
    );
  });

  it('reads a rule back in French', () => {
    expect(describeRule({ ...rule, conditions: rule.conditions.slice(0, 1) }, wordingIn('fr'))).toMatch(
      /^Si l’objet contient «\u00a0invoice\u00a0»\u00a0: le transférer à .*, puis passer à la règle suivante\.$/u,
    );
  });

  it('says that a rule without conditions is for every message', () => {
    const every: RuleDefinition = { ...rule, conditions: [], actions: [{ kind: 'discard' }], then: 'stop' };
    expect(describeRule(every, wordingIn('en'))).toBe('For every message: discard it, then stop.');
  });

  it.each(['en', 'fr'] as const)('has words for every field and operator (%s)', (language) => {
    const texts = ['contains', 'equals', 'starts_with', 'ends_with', 'matches'] as const;
    const conditions = [
      ...(['sender', 'sender_domain', 'subject', 'alias'] as const).flatMap((field) =>
        texts.flatMap((operator) => [
          { field, operator, value: 'x' },
          { field, operator, value: 'x', not: true },
        ]),
      ),
      { field: 'sender', operator: 'domain_is', value: 'x.example' },
      { field: 'alias', operator: 'domain_is', value: 'x.example', not: true },
      { field: 'header', name: 'List-Id', operator: 'absent' },
      { field: 'subject', operator: 'present', not: true },
      { field: 'size', operator: 'less_than', value: 1, not: true },
      { field: 'attachments', operator: 'present' },
      { field: 'time', operator: 'between', value: { start: '22:00', end: '06:00', weekdays: ['mon'] } },
    ] as RuleDefinition['conditions'];
    expect(() => describeRule({ ...rule, conditions }, wordingIn(language))).not.toThrow();
  });
});
