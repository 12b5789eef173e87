import { Location } from '@angular/common';
import { inject, Injectable } from '@angular/core';
import { parseLinkToken } from '../util/link-token.ts';

/** The pages that links of mails lead to. */
export type LinkPage = 'reset-password' | 'verify-email' | 'invitation';

/**
 * Tokens of links in mails. They are taken out of the address, so that neither history nor a picture of the screen holds them, and are kept in memory
 * until the page is loaded anew: whoever has to sign in first comes back to the same link.
 */
@Injectable({ providedIn: 'root' })
export class LinkTokens {
  readonly #location = inject(Location);
  readonly #held = new Map<LinkPage, string>();

  /** The token that the address of the page has, or that it had before. */
  take(page: LinkPage): string | undefined {
    const inAddress = new URL(this.#location.path(), location.origin).searchParams.get('token');
    if (inAddress !== null) {
      const token = parseLinkToken(inAddress);
      if (token === undefined) this.#held.delete(page);
      else this.#held.set(page, token);
      this.#location.replaceState(`/${page}`, '', history.state);
    }
    return this.#held.get(page);
  }

  /** The token, where its page was visited. */
  held(page: LinkPage): string | undefined {
    return this.#held.get(page);
  }

  /** The link was used, or is of no use. */
  forget(page: LinkPage): void {
    this.#held.delete(page);
  }
}
