/** Wakes one sleeper: a loop behind hints. What happens while it is awake is kept: it then does not sleep at all the next time. */
export class Wakeup {
  #isDue = false;
  #wake: (() => void) | undefined;

  /** There may be something to do. */
  wake(): void {
    this.#isDue = true;
    this.#wake?.();
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
