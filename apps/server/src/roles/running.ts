import type { Role } from '../config/index.ts';

/** A role at work. Disposing stops it: no new work, what is under way ends or is given back, everything is closed. */
export interface RunningRole extends AsyncDisposable {
  readonly role: Role;
  /** What it listens on, by the word of the ready line: `smtp` → `127.0.0.1:2525`. */
  readonly addresses: Readonly<Record<string, string>>;
}
