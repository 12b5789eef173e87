import { inject, Injectable } from '@angular/core';
import { Formats } from '../../../shared/util/formats.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Phrase, PhraseValue } from '../util/phrase.ts';

/** Says phrases in the language of the pages. */
@Injectable({ providedIn: 'root' })
export class Sayer {
  readonly #words = inject(Words);
  readonly #formats = inject(Formats);

  /** The sentence; undefined where the pages have no words for it, or for something in it. */
  say({ key, values = {} }: Phrase): string | undefined {
    if (!this.#words.has(`messages.line.${key}`)) return undefined;
    const filled: Record<string, string> = {};
    for (const [name, value] of Object.entries(values)) {
      const text = this.#write(value);
      if (text === undefined) return undefined;
      filled[name] = text;
    }
    return this.#words.t(`messages.line.${key}`, filled).trim();
  }

  #write(value: PhraseValue): string | undefined {
    if (typeof value === 'string') return value;
    if (typeof value === 'number') return this.#formats.number(value);
    if ('instant' in value) return this.#formats.dateTime(value.instant);
    if ('durationMs' in value) return this.#formats.duration(value.durationMs);
    if ('bytes' in value) return this.#formats.bytes(value.bytes);
    return this.say(value);
  }
}
