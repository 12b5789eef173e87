/** A load test writes some kilobytes per message; the end is what explains a failure. */
const maxCharacters = 16 * 1024 * 1024;

/** What a program wrote, the last 16 MiB of it, and its lines as they come. */
export class OutputLog {
  readonly #chunks: string[] = [];
  #characters = 0;

  /** Adds text as it came. */
  add(text: string): void {
    this.#chunks.push(text);
    this.#characters += text.length;
    while (this.#characters > maxCharacters) this.#characters -= this.#chunks.shift()?.length ?? 0;
  }

  /** Everything kept. */
  text(): string {
    return this.#chunks.join('');
  }

  /** The last lines, for failure messages. */
  tail(): string {
    return this.text().split('\n').slice(-40).join('\n');
  }
}
