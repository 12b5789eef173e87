/** Wakes one sleeper. What happens while it is awake is kept: it then does not sleep at all the next time. */
export class Wakeup {
  #isDue = false;
  #wake: (() => void) | undefined;
  #hintedKeys = new Set<string>();

  /** There may be something to do. */
  wake(): void {
    this.#isDue = true;
    this.#wake?.();
  }

  /** There is something to do for these queue keys. */
  hint(queueKeys: Iterable<string>): void {
    for (const key of queueKeys) this.#hintedKeys.add(key);
    this.wake();
  }

  /** The keys hinted at since the last call. */
  takeHintedKeys(): ReadonlySet<string> {
    const keys = this.#hintedKeys;
    this.#hintedKeys = new Set();
    return keys;
  }

  /** Sleeps until something wakes it, at most so long. */
  async sleep(timeoutMs: number): Promise<void> {
    if (!this.#isDue) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeoutMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#isDue = false;
    this.#wake = undefined;
  }
}
