import { describe, expect, it } from 'vitest';
import { readNamedKeys, readWordFiles } from './words.ts';

const files = readWordFiles();
const en = new Map(files.flatMap((file) => [...file.en]));
const groups = new Set([...en.keys()].map((key) => key.split('.')[0] ?? ''));
const named = readNamedKeys(groups);

/** What stands in braces. */
const placesOf = (text: string): string[] =>
  Array.from(text.matchAll(/\{\{\s*(\w+)\s*\}\}/gu), ([, name]) => name ?? '').sort();

describe('words of the pages', () => {
  it.each(files.map((file) => [file.folder, file] as const))(
    '%s: English and French have the same keys',
    (_folder, file) => {
      expect([...file.fr.keys()].sort()).toEqual([...file.en.keys()].sort());
    },
  );

  it.each(files.map((file) => [file.folder, file] as const))(
    '%s: both fill in the same values, and none is empty',
    (_folder, file) => {
      const differing = [...file.en].filter(([key, text]) => {
        const french = file.fr.get(key) ?? '';
        return (
          french.trim() === '' || text.trim() === '' || placesOf(french).join() !== placesOf(text).join()
        );
      });
      expect(differing.map(([key]) => key)).toEqual([]);
    },
  );

  it('gives one meaning to each key', () => {
    const keys = files.flatMap((file) => [...file.en.keys()]);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  it('has every word that the pages name', () => {
    const isThere = (key: string): boolean => en.has(key) || en.has(`${key}.one`);
    const isStart = (start: string): boolean => [...en.keys()].some((key) => key.startsWith(start));
    const missing = [
      ...[...named.whole].filter(([key]) => !isThere(key) && !isStart(`${key}.`)),
      ...[...named.prefixes].filter(([start]) => !isStart(start)),
    ];
    expect(missing).toEqual([]);
  });

  it('has no word that no page names', () => {
    const prefixes = [...named.prefixes.keys()];
    const isNamed = (key: string): boolean =>
      [...named.whole.keys()].some((whole) => key === whole || key.startsWith(`${whole}.`)) ||
      prefixes.some((prefix) => key.startsWith(prefix));
    // Codes of errors and kinds of faults are put together from what the server or the form library says.
    const unused = [...en.keys()].filter((key) => !isNamed(key) && !/^(?:errors|fault)\./u.test(key));
    expect(unused).toEqual([]);
  });

  it('has words for every code of an error', async () => {
    const { apiErrors } = await import('@smtpy/contract');
    expect(Object.keys(apiErrors).filter((code) => !en.has(`errors.${code}`))).toEqual([]);
  });

  it('writes French as French is written: curved apostrophes, and no break before a colon or question mark', () => {
    const faulty = files.flatMap((file) =>
      [...file.fr].filter(([, text]) => /\p{L}'\p{L}| [;:?!»](?:\s|$)|« (?=\S)/u.test(text)),
    );
    expect(faulty).toEqual([]);
  });
});
