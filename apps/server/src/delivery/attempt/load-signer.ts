import type { KeyObject } from 'node:crypto';
import { parseAddress, type Address, type DomainName } from '@smtpy/mail';
import type { Opened } from './open-content.ts';
import { continueWith, deferred, type Step } from './step.ts';

/** The key that signs for a domain. */
export interface SigningKey {
  readonly selector: string;
  readonly key: KeyObject;
}

/** Where keys come from. */
export interface SignerLoaders {
  /** Undefined when the domain has no active key. */
  readonly loadSigningKey: (domain: DomainName) => Promise<SigningKey | undefined>;
}

/** With the address of ours that the message leaves under, and the key of its domain. */
export interface Underwritten extends Opened {
  readonly sentAs: Address;
  readonly signingKey: SigningKey;
}

/** Finds the key of the domain that the message leaves under. A missing one may come back, so it is waited for. */
export function loadSigner({ loadSigningKey }: SignerLoaders): Step<Opened, Underwritten> {
  return async (state) => {
    const sentAs = parseAddress(state.delivery.sentAs);
    if (!sentAs.ok) return deferred('signer', `the address it is sent as cannot be read: ${sentAs.reason}`);
    const signingKey = await loadSigningKey(sentAs.value.domain);
    if (signingKey === undefined)
      return deferred('signer', `the domain ${sentAs.value.domain} has no DKIM key`);
    return continueWith({ ...state, sentAs: sentAs.value, signingKey });
  };
}
