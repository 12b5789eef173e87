import type { Rate } from '../config/index.ts';
import type { LimitName, LimitUse, TotalCount } from './counters.ts';
import { cleanSubject, usedOf, windowStartOf } from './rules.ts';

/** Shares of a limit that its organization is told of. */
const percents = [80, 90, 100] as const;
/** One of them. */
export type ReachedPercent = (typeof percents)[number];

/** Limits that are an organization's; the others are of senders of the world, or of one domain's catch-all. */
const toldLimits = ['alias', 'organization'] as const;
/** One of them. */
export type ToldLimit = (typeof toldLimits)[number];

/** A limit of which a share was used up for the first time in a window, as far as this process knows. */
export interface ReachedLimit {
  readonly limit: ToldLimit;
  /** The id of the alias or organization. */
  readonly key: string;
  readonly windowStartMs: number;
  readonly percent: ReachedPercent;
  readonly used: number;
  readonly rate: Rate;
}

/** Subjects that are remembered so that the database is not asked again; what is forgotten is asked there. */
const maxRemembered = 10_000;

/** What was reached and is not told yet. It knows no database: telling is the caller's. */
export class ReachedLimits {
  readonly #rates: Readonly<Record<LimitName, Rate | undefined>>;
  readonly #known = new Map<string, Pick<ReachedLimit, 'windowStartMs' | 'percent'>>();
  #waiting: ReachedLimit[] = [];

  constructor(rates: Readonly<Record<LimitName, Rate | undefined>>) {
    this.#rates = rates;
  }

  /** Looks at totals of all processes. */
  look(totals: readonly TotalCount[], nowMs: number): void {
    for (const { subject, windowStartMs, total, previous } of totals) {
      const [name, key] = subject.split(' ', 2);
      const limit = toldLimits.find((one) => one === name);
      const rate = limit && this.#rates[limit];
      if (limit === undefined || rate === undefined || key === undefined) continue;
      const used = usedOf({ rate, previous, current: total, elapsedMs: nowMs - windowStartMs });
      const percent = percents.findLast((one) => used * 100 >= rate.count * one);
      if (percent !== undefined) this.#add(subject, { limit, key, windowStartMs, percent, used, rate });
    }
  }

  /** Something was refused because a limit had no room. Gives whether that is news. */
  noteOver({ limit: name, key }: LimitUse, nowMs: number): boolean {
    const limit = toldLimits.find((one) => one === name);
    const rate = limit && this.#rates[limit];
    if (limit === undefined || rate === undefined) return false;
    const windowStartMs = windowStartOf(nowMs, rate.windowMs);
    const subject = cleanSubject(`${limit} ${key}`);
    return this.#add(subject, { limit, key, windowStartMs, percent: 100, used: rate.count, rate });
  }

  /** Whether something waits to be told. */
  get hasWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** Takes what waits; what could not be told is given back. */
  take(): readonly ReachedLimit[] {
    return this.#waiting.splice(0);
  }

  giveBack(reached: readonly ReachedLimit[]): void {
    this.#waiting = [...reached, ...this.#waiting].slice(-maxRemembered);
  }

  #add(subject: string, reached: ReachedLimit): boolean {
    const { windowStartMs, percent } = reached;
    const known = this.#known.get(subject);
    if (known !== undefined && known.windowStartMs === windowStartMs && known.percent >= percent)
      return false;
    if (this.#known.size >= maxRemembered) this.#known.clear();
    this.#known.set(subject, { windowStartMs, percent });
    this.#waiting.push(reached);
    return true;
  }
}

/** The shares up to one that was reached: a jump over several is told as the highest. */
export function percentsUpTo(percent: ReachedPercent): readonly ReachedPercent[] {
  return percents.filter((one) => one <= percent);
}
