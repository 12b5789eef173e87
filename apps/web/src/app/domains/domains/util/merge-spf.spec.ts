import { describe, expect, it } from 'vitest';
import { addInclude } from './merge-spf.ts';

describe('addInclude', () => {
  it.each([
    ['v=spf1 mx ~all', 'v=spf1 mx include:a.example ~all'],
    [
      'v=spf1 include:b.example -ALL exp=x.example',
      'v=spf1 include:b.example include:a.example -ALL exp=x.example',
    ],
    ['v=spf1 redirect=_spf.b.example', 'v=spf1 include:a.example redirect=_spf.b.example'],
    ['v=spf1', 'v=spf1 include:a.example'],
    ['v=spf1 a:mall.example ', 'v=spf1 a:mall.example include:a.example'],
  ])('into %j', (policy, merged) => {
    expect(addInclude(policy, 'a.example')).toBe(merged);
  });
});
