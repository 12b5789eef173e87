import { describe, expect, it } from 'vitest';
import { auditActions } from '@smtpy/contract/web';
import en from '../i18n/en.json' with { type: 'json' };
import fr from '../i18n/fr.json' with { type: 'json' };
import { actionGroups, actorKinds, toFilter } from './filter.ts';

const empty = { action: '', actor: '', search: '', from: '', to: '' };

describe('toFilter', () => {
  it('leaves out what is not there and what is no name', () => {
    expect(toFilter(empty, 'UTC')).toEqual({});
    expect(toFilter({ ...empty, action: 'toString', actor: 'me', from: 'today' }, 'UTC')).toEqual({});
  });

  it('takes both days whole', () => {
    expect(
      toFilter(
        {
          ...empty,
          action: 'rule.created',
          actor: 'key',
          search: 'jane',
          from: '2026-11-29',
          to: '2026-11-30',
        },
        'UTC',
      ),
    ).toEqual({
      action: 'rule.created',
      actor_kind: 'key',
      search: 'jane',
      after: '2026-11-29T00:00:00.000Z',
      before: '2026-12-01T00:00:00.000Z',
    });
  });
});

describe('words', () => {
  it('groups every action once', () => {
    expect(actionGroups.flatMap(({ actions }) => actions).toSorted()).toEqual(
      Object.keys(auditActions).toSorted(),
    );
  });

  it.each([en, fr])('names every action, group and actor', (words) => {
    const named = Object.entries(words.action).flatMap(([subject, names]) =>
      Object.keys(names).map((name) => `${subject}.${name}`),
    );
    expect(named.toSorted()).toEqual(Object.keys(auditActions).toSorted());
    expect(Object.keys(words.subject)).toEqual(expect.arrayContaining(actionGroups.map(({ name }) => name)));
    expect(Object.keys(words.actor)).toEqual(expect.arrayContaining([...actorKinds]));
  });
});
