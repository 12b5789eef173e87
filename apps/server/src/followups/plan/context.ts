import type { HeldTokenSubject } from '../held-token.ts';

/** What a plan needs beside the facts. */
export interface PlanContext {
  /** The address of the page on which a held reply is let go. */
  readonly confirmationLink: (held: HeldTokenSubject) => string;
  /** The address of the page on which mail in quarantine is shown, delivered or deleted. */
  readonly quarantineLink: (held: HeldTokenSubject) => string;
}
