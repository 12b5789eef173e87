import type { Rate } from '../config/index.ts';

/** One thing that is counted when a request comes. */
export interface Use {
  /** Made by `bucketOf`. Stands once among uses that are asked for together. */
  readonly bucket: string;
  readonly rate: Rate;
  /** What the caller is shown as the name of the limit: lower case, digits, `-` and `_`. */
  readonly policy: string;
}

/** Where a limit stands after it was asked. */
export interface LimitState {
  readonly policy: string;
  /** How many the window allows. */
  readonly limit: number;
  readonly windowSeconds: number;
  /** How many are left now. */
  readonly remaining: number;
  /** Seconds until more are left; where none is left, until the next is allowed. 1 or more. */
  readonly resetSeconds: number;
}

/** What came of asking. */
export interface TakeResult {
  /** Whether all had room and were counted; otherwise none was. */
  readonly isWithin: boolean;
  /** In the order of the uses. */
  readonly states: readonly LimitState[];
}
