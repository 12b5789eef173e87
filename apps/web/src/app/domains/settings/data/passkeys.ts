import { inject, Injectable } from '@angular/core';
import type { Answer, Arguments } from '@smtpy/contract/web';
import { Api } from '../../../shared/data/api.ts';

/** A passkey of the person. */
export type Passkey = Answer<'listPasskeys'>[number];

/** How adding one ended, where the server was not what refused. */
export type PasskeyOutcome = 'added' | 'left' | 'known';

const personal = { isPersonal: true } as const;

/** Passkeys (W3C Web Authentication) of the person. */
@Injectable({ providedIn: 'root' })
export class Passkeys {
  readonly #api = inject(Api);

  /** Whether this browser knows passkeys. */
  readonly isSupported = typeof PublicKeyCredential === 'function';

  /** Asks the authenticator for a new key, and the server to take it. `left`: the person broke it off; `known`: the authenticator has one already. */
  async add(name: string): Promise<PasskeyOutcome> {
    const optionsJSON = await this.#api.call('generatePasskeyRegistrationOptions', {}, personal);
    const { startRegistration } = await import('@simplewebauthn/browser');
    let response;
    try {
      response = await startRegistration({
        // The members are those of the standard; the contract passes them on as they are.
        optionsJSON: optionsJSON as unknown as Parameters<typeof startRegistration>[0]['optionsJSON'],
      });
    } catch (error) {
      // Expected: browsers tell by the name of the error what the person or the authenticator did.
      const { name: reason } = error as Error;
      if (reason === 'InvalidStateError') return 'known';
      if (reason === 'NotAllowedError' || reason === 'AbortError') return 'left';
      throw error;
    }
    const body = { response, name } as unknown as NonNullable<Arguments<'verifyPasskeyRegistration'>['body']>;
    await this.#api.call('verifyPasskeyRegistration', { body }, personal);
    return 'added';
  }

  async rename(id: string, name: string): Promise<void> {
    await this.#api.call('updatePasskey', { body: { id, name } }, personal);
  }

  async remove(id: string): Promise<void> {
    await this.#api.call('deletePasskey', { body: { id } }, personal);
  }
}
