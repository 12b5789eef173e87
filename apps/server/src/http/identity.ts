import type { FastifyRequest } from 'fastify';

/** Who a request turned out to come from. */
export interface Identity {
  readonly userId?: string | undefined;
  readonly keyId?: string | undefined;
  readonly organizationId?: string | undefined;
}

const identities = new WeakMap<object, Identity>();

/** Says who sends a request, for its line in the access log. */
export function identify(request: FastifyRequest, identity: Identity): void {
  identities.set(request.raw, identity);
}

/** What was said of a request; nothing where nobody is known. */
export function identityOf(request: FastifyRequest): Identity {
  return identities.get(request.raw) ?? {};
}
