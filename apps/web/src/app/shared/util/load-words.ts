import { inject } from '@angular/core';
import type { ResolveFn } from '@angular/router';
import { Words, type WordFiles } from './words.ts';

/** Gives a route its words; `fetch` brings their file alone, for whom is about to come. Both to be called where `inject` works. */
export interface WordsResolver extends ResolveFn<boolean> {
  readonly fetch: () => Promise<unknown>;
}

/** For a route: its page is shown when its words are there. */
export function loadWords(scope: string, files: WordFiles): WordsResolver {
  const resolve = async (): Promise<boolean> => {
    await inject(Words).load(scope, files);
    return true;
  };
  return Object.assign(resolve, { fetch: () => files[inject(Words).language()]() });
}
