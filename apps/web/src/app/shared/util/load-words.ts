import { inject } from '@angular/core';
import type { ResolveFn } from '@angular/router';
import { Words, type WordFiles } from './words.ts';

/** For a route: its page is shown when its words are there. */
export function loadWords(scope: string, files: WordFiles): ResolveFn<boolean> {
  return async () => {
    await inject(Words).load(scope, files);
    return true;
  };
}
