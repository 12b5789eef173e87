import type { Operation } from '@smtpy/contract';
import type { Rate } from '../config/index.ts';
import type { Db } from '../db/index.ts';
import type { Clock } from '../observe/index.ts';
import { policiesFor, type ApiRates, type LimitedCaller } from './policies.ts';
import { placeOf, stateOf } from './rules.ts';
import { addUses, deleteBucket, deleteLapsed, readBucket, type AskedBucket } from './store.ts';
import type { LimitState, TakeResult, Use } from './use.ts';

/** What {@link createRequestLimits} needs. */
export interface RequestLimitsDependencies {
  readonly db: Pick<Db, 'query'>;
  readonly clock: Clock;
  readonly rates: ApiRates;
}

/**
 * Counts of requests and of failed tries. Within a transaction every function joins it: then the rows stay locked until its end, and what was
 * counted goes with it when it is undone. So requests are counted before their transaction begins.
 */
export interface RequestLimits {
  /** Which limits a request uses; empty where none is on. See `policiesFor`. */
  limitsFor(operation: Pick<Operation, 'limit'>, caller: LimitedCaller): readonly Use[];
  /** Counts one of each when all have room, and none otherwise. No statement for no uses. */
  take(uses: readonly Use[]): Promise<TakeResult>;
  /** Where a bucket stands; counts nothing. Of several who ask at once all are told the same: to let in no more than so many, `take`. */
  peek(bucket: string, rate: Rate): Promise<LimitState & { readonly isWithin: boolean }>;
  /** Counts one, also where there is no room: a failed try makes who went on trying wait longer, up to another window. */
  countFailure(bucket: string, rate: Rate): Promise<LimitState>;
  /** Begins a bucket anew, after a try that succeeded. */
  forget(bucket: string): Promise<void>;
  /** Removes counts that no window reaches any more; gives how many. */
  removeLapsed(): Promise<number>;
}

/** Limits of the installation; every process on the database makes its own and all count together. */
export function createRequestLimits({ db, clock, rates }: RequestLimitsDependencies): RequestLimits {
  const ask = ({ bucket, rate }: Pick<Use, 'bucket' | 'rate'>): AskedBucket => ({
    bucket,
    limit: rate.count,
    windowMs: rate.windowMs,
    ...placeOf(clock.now(), rate),
  });
  const unnamed = (bucket: string, rate: Rate): Use => ({ bucket, rate, policy: 'tries' });
  const add = async (
    uses: readonly Use[],
    condition: 'when_all_have_room' | 'always',
  ): Promise<TakeResult> => {
    const { isWithin, counts } = await addUses(db, uses.map(ask), condition);
    const states = uses.flatMap((use) => {
      const found = counts.find(({ bucket }) => bucket === use.bucket);
      return found === undefined ? [] : [stateOf(use, found)];
    });
    return { isWithin, states };
  };
  return {
    limitsFor: (operation, caller) => policiesFor(rates, operation, caller),
    take: (uses) =>
      uses.length === 0 ? Promise.resolve({ isWithin: true, states: [] }) : add(uses, 'when_all_have_room'),
    peek: async (bucket, rate) => {
      const use = unnamed(bucket, rate);
      const asked = ask(use);
      const state = stateOf(use, (await readBucket(db, asked)) ?? { ...asked, used: 0, usedBefore: 0 });
      return { ...state, isWithin: state.remaining > 0 };
    },
    countFailure: async (bucket, rate) => {
      const [state] = (await add([unnamed(bucket, rate)], 'always')).states;
      if (state === undefined) throw new Error('a bucket that was counted is not there');
      return state;
    },
    forget: (bucket) => deleteBucket(db, bucket),
    removeLapsed: () => deleteLapsed(db, clock.now()),
  };
}
