import type { LiveBounds } from './rules.ts';

/** A place for one connection. */
export interface Seat {
  /** Gives the place back; more than once does no harm. */
  release(): void;
}

/** A place, or why there is none. */
export type Reservation =
  | { readonly kind: 'seat'; readonly seat: Seat }
  | { readonly kind: 'user_full' }
  | { readonly kind: 'all_full' };

/** Counts connections, so that no person and no process has too many. */
export class Seats {
  readonly #bounds: Pick<LiveBounds, 'perUser' | 'inAll'>;
  readonly #perUser = new Map<string, number>();
  #taken = 0;

  constructor(bounds: Pick<LiveBounds, 'perUser' | 'inAll'>) {
    this.#bounds = bounds;
  }

  reserve(userId: string): Reservation {
    const count = this.#perUser.get(userId) ?? 0;
    if (count >= this.#bounds.perUser) return { kind: 'user_full' };
    if (this.#taken >= this.#bounds.inAll) return { kind: 'all_full' };
    this.#perUser.set(userId, count + 1);
    this.#taken += 1;
    let isTaken = true;
    const release = (): void => {
      if (isTaken) this.#giveBack(userId);
      isTaken = false;
    };
    return { kind: 'seat', seat: { release } };
  }

  #giveBack(userId: string): void {
    this.#taken -= 1;
    const left = (this.#perUser.get(userId) ?? 1) - 1;
    if (left === 0) this.#perUser.delete(userId);
    else this.#perUser.set(userId, left);
  }
}
