import { describe, expect, it } from 'vitest';
import { addTags } from './tags.ts';

describe('addTags', () => {
  it('takes several, in lower case, each once, sorted', () => {
    expect(addTags(['news'], ' Shop, travel ;news,')).toEqual(['news', 'shop', 'travel']);
  });
  it('adds nothing for nothing', () => {
    expect(addTags(['a'], ' , ')).toEqual(['a']);
  });
  it('cuts what is too long', () => {
    expect(addTags([], 'x'.repeat(60))[0]).toHaveLength(40);
  });
});
