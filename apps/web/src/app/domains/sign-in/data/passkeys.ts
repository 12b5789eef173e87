import { inject, Injectable } from '@angular/core';
import type { startAuthentication } from '@simplewebauthn/browser';
import type { Arguments } from '@smtpy/contract/web';
import { Api } from '../../../shared/data/api.ts';

type Options = Parameters<typeof startAuthentication>[0]['optionsJSON'];
type Verification = Arguments<'verifyPasskeyAuthentication'>;

/** How a try with a passkey ended; a person who closes the window of the browser gives it up. */
export type PasskeyResult = 'signed_in' | 'given_up';

/** What the browser says where the person closed its window, or where another try took over. */
const givenUp = new Set(['NotAllowedError', 'AbortError']);

/** Signing in with a passkey. The library is loaded with the first try. */
@Injectable({ providedIn: 'root' })
export class Passkeys {
  readonly #api = inject(Api);

  /** Whether this browser has passkeys, and the page is where it lets them be used. */
  readonly areSupported = window.isSecureContext && 'PublicKeyCredential' in window;

  /** Whether the browser can offer passkeys among what it fills in. */
  async canAutofill(): Promise<boolean> {
    if (!this.areSupported || !('isConditionalMediationAvailable' in PublicKeyCredential)) return false;
    return PublicKeyCredential.isConditionalMediationAvailable();
  }

  /** Asks for a passkey: in a window of the browser, or, with `autofill`, where it fills in the login, which may take until the page is left. */
  async signIn(how: 'window' | 'autofill'): Promise<PasskeyResult> {
    const library = await import('@simplewebauthn/browser');
    const optionsJSON = (await this.#api.call(
      'generatePasskeyAuthenticationOptions',
      {},
      { isPersonal: true },
    )) as unknown as Options;
    const response = await library
      .startAuthentication({ optionsJSON, useBrowserAutofill: how === 'autofill' })
      .catch((error: unknown) => {
        if (error instanceof Error && givenUp.has(nameOf(error))) return undefined;
        throw error;
      });
    if (response === undefined) return 'given_up';
    const body = { response } as unknown as NonNullable<Verification['body']>;
    await this.#api.call('verifyPasskeyAuthentication', { body }, { isPersonal: true });
    return 'signed_in';
  }

  /** Ends an offer that waits, since the page is left. */
  async stop(): Promise<void> {
    const { WebAuthnAbortService } = await import('@simplewebauthn/browser');
    WebAuthnAbortService.cancelCeremony();
  }
}

/** The library wraps what the browser throws. */
function nameOf(error: Error): string {
  return error.cause instanceof Error ? error.cause.name : error.name;
}
