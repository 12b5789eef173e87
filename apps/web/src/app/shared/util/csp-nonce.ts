import { CSP_NONCE, type FactoryProvider } from '@angular/core';

/** The nonce that the server wrote into the page, for the styles that components bring. */
export const cspNonceProvider: FactoryProvider = {
  provide: CSP_NONCE,
  useFactory: () => document.querySelector('app-root')?.getAttribute('ngCspNonce') ?? null,
};
