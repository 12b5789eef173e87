/** Memory that one message has been promised. */
export interface Reservation {
  /** Raises the promise; always granted, as the memory is taken already. Lower values change nothing. */
  growTo(octets: number): void;
  /** Gives everything back. Safe to call twice. */
  release(): void;
}

/** Counts the memory that content in flight takes in this process. */
export class MemoryBudget {
  readonly #maxOctets: number;
  #reservedOctets = 0;

  constructor(maxOctets: number) {
    this.#maxOctets = maxOctets;
  }

  /** What is promised at present. */
  get reservedOctets(): number {
    return this.#reservedOctets;
  }

  /** Whether that much more may be promised. */
  hasRoomFor(octets: number): boolean {
    return this.#reservedOctets + octets <= this.#maxOctets;
  }

  /** Promises memory, whether or not there is room: ask before. */
  reserve(octets: number): Reservation {
    let reserved = octets;
    let isReleased = false;
    this.#reservedOctets += reserved;
    return {
      growTo: (wanted) => {
        if (isReleased || wanted <= reserved) return;
        this.#reservedOctets += wanted - reserved;
        reserved = wanted;
      },
      release: () => {
        if (isReleased) return;
        isReleased = true;
        this.#reservedOctets -= reserved;
      },
    };
  }
}
