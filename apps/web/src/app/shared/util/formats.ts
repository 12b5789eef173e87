import { computed, inject, Injectable } from '@angular/core';
import { Session } from '../data/session.ts';
import { Words } from './words.ts';

/** How dates, times and numbers are written: by the language, and by what the person prefers. */
@Injectable({ providedIn: 'root' })
export class Formats {
  readonly #words = inject(Words);
  readonly #session = inject(Session);
  readonly #preferences = computed(() => this.#session.account()?.preferences);

  /** The time zone that days are counted in. */
  readonly timeZone = computed(() => {
    const zone = this.#preferences()?.time_zone ?? 'system';
    return zone === 'system' ? Intl.DateTimeFormat().resolvedOptions().timeZone : zone;
  });

  readonly #number = computed(() => new Intl.NumberFormat(this.#words.language()));
  readonly #compact = computed(
    () => new Intl.NumberFormat(this.#words.language(), { notation: 'compact', maximumFractionDigits: 1 }),
  );
  readonly #percent = computed(
    () => new Intl.NumberFormat(this.#words.language(), { style: 'percent', maximumFractionDigits: 1 }),
  );
  // Making one of these takes longer than fifty dates by it.
  readonly #dateMedium = computed(
    () =>
      new Intl.DateTimeFormat(this.#words.language() === 'fr' ? 'fr' : 'en-GB', {
        dateStyle: 'medium',
        ...this.#zone(),
      }),
  );
  readonly #dateDigits = computed(
    () =>
      new Intl.DateTimeFormat('en-GB', {
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
        ...this.#zone(),
      }),
  );
  readonly #time = computed(
    () => new Intl.DateTimeFormat(this.#locale(), { timeStyle: 'short', ...this.#zone() }),
  );
  readonly #timeExact = computed(
    () =>
      new Intl.DateTimeFormat(this.#locale(), {
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
        fractionalSecondDigits: 3,
        hourCycle: 'h23',
        ...this.#zone(),
      }),
  );
  readonly #relative = computed(
    () => new Intl.RelativeTimeFormat(this.#words.language(), { numeric: 'auto', style: 'short' }),
  );

  /** `12,345`. */
  readonly number = (value: number): string => this.#number().format(value);
  /** `12.3k`; numbers below ten thousand stand as they are. */
  readonly count = (value: number): string =>
    Math.abs(value) < 10_000 ? this.#number().format(value) : this.#compact().format(value);
  /** Of a share from 0 to 1: `99.2%`. */
  readonly percent = (share: number): string => this.#percent().format(share);
  /** `14:05`, or `2:05 pm`. */
  readonly time = (instant: string | Date): string => this.#time().format(new Date(instant));
  /** `14:05:09.123`. */
  readonly timeExact = (instant: string | Date): string => this.#timeExact().format(new Date(instant));
  /** `22 Nov 2026`, or as the person prefers dates. */
  readonly date = (instant: string | Date): string => this.#date(new Date(instant));
  /** `22 Nov 2026, 14:05`. */
  readonly dateTime = (instant: string | Date): string => `${this.date(instant)}, ${this.time(instant)}`;
  /** `3 min ago`, `in 5 hr`; from a week on, the date. */
  readonly relative = (instant: string | Date, now: number): string => {
    const seconds = (new Date(instant).getTime() - now) / 1_000;
    const size = Math.abs(seconds);
    const relative = this.#relative();
    if (size < 45) return this.#words.t(seconds > 0 ? 'time.soon' : 'time.now');
    if (size < 45 * 60) return relative.format(Math.round(seconds / 60), 'minute');
    if (size < 22 * 3_600) return relative.format(Math.round(seconds / 3_600), 'hour');
    if (size < 7 * 86_400) return relative.format(Math.round(seconds / 86_400), 'day');
    return this.date(instant);
  };
  /** `0.4 s`, `3 min`, `2 h`. */
  readonly duration = (ms: number): string => {
    const format = (value: number, unit: string): string =>
      new Intl.NumberFormat(this.#words.language(), {
        style: 'unit',
        unit,
        unitDisplay: 'short',
        maximumFractionDigits: value < 10 ? 1 : 0,
      }).format(value);
    if (ms < 1_000) return format(ms < 100 ? Math.round(ms) : Math.round(ms / 10) * 10, 'millisecond');
    if (ms < 120_000) return format(ms / 1_000, 'second');
    if (ms < 7_200_000) return format(Math.round(ms / 60_000), 'minute');
    return format(Math.round(ms / 3_600_000), 'hour');
  };
  /** `5.1 kB`. */
  readonly bytes = (bytes: number): string => {
    const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
    const power = bytes < 1_000 ? 0 : Math.min(3, Math.floor(Math.log10(bytes) / 3));
    const value = bytes / 1_000 ** power;
    return new Intl.NumberFormat(this.#words.language(), {
      style: 'unit',
      unit: units[power] ?? 'byte',
      unitDisplay: power === 0 ? 'long' : 'short',
      maximumFractionDigits: value < 10 && power > 0 ? 1 : 0,
    }).format(value);
  };

  #date(date: Date): string {
    const style = this.#preferences()?.date_style ?? 'system';
    if (style === 'system') return this.#dateMedium().format(date);
    const parts = this.#dateDigits().formatToParts(date);
    const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
    const [year, month, day] = [part('year'), part('month'), part('day')];
    if (style === 'iso') return `${year}-${month}-${day}`;
    return style === 'day_first' ? `${day}/${month}/${year}` : `${month}/${day}/${year}`;
  }

  /** The language as the format of times: 12 or 24 hours as the person prefers. */
  #locale(): string {
    const style = this.#preferences()?.time_style ?? 'system';
    const language = this.#words.language();
    if (style === '12h') return `${language}-u-hc-h12`;
    if (style === '24h') return `${language}-u-hc-h23`;
    return language === 'en' ? 'en-GB' : language;
  }

  #zone(): { readonly timeZone: string } {
    return { timeZone: this.timeZone() };
  }
}
