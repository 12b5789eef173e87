/**
 * Purpose: what programs and people read about the API: `/openapi.json`, and `/docs`, the same as a page.
 *
 * Guarantees: both are made of the contract alone, once per process and not before somebody asks; they are sent compressed where the client
 *   takes it, with an ETag, so that a second look costs no transfer. Every error code has the anchor `#error-<code>`, which problems name.
 *
 * Security: the page runs nothing and loads nothing but its two style sheets; it tells nothing of the installation but its public address.
 *
 * Not here: the contract itself, and the generated files under `docs/reference`.
 */
export { registerReference, type ReferenceOptions } from './register-reference.ts';
