/** Enough to see what led to a failure; a load of thousands of messages must not be kept. */
const maxLines = 60;
const maxShownOctets = 300;

/** The last lines of a conversation, for failure messages. */
export class Transcript {
  readonly #lines: string[] = [];

  /** A line the client sent. */
  addClient(line: string): void {
    this.#add(`C: ${line}`);
  }

  /** Octets the client sent, shown with escapes and cut. */
  addClientOctets(octets: Buffer): void {
    const shown = JSON.stringify(octets.toString('latin1', 0, maxShownOctets));
    this.#add(octets.length > maxShownOctets ? `C# ${shown} … ${octets.length} octets` : `C# ${shown}`);
  }

  /** The lines of a reply. */
  addServer(lines: readonly string[]): void {
    for (const line of lines) this.#add(`S: ${line}`);
  }

  toString(): string {
    return this.#lines.join('\n');
  }

  #add(line: string): void {
    this.#lines.push(line);
    if (this.#lines.length > maxLines) this.#lines.shift();
  }
}
