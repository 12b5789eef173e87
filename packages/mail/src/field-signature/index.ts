/**
 * Signature fields with RSA-SHA256, relaxed/relaxed: what DKIM-Signature, ARC-Message-Signature and ARC-Seal have in common.
 *
 * Purpose: choose the fields a signature covers, bring them into canonical form and sign them together with the signature field itself.
 * Standards: RFC 6376 (§3.4.2 canonicalisation, §3.5 tags, §3.7 what is signed, §5.4 which fields), RFC 8058 §4, RFC 8617 §4.1.2.
 * Guarantees: signing happens in the thread pool; lines stay below 78 octets.
 * Fails with: RangeError for keys, hashes or selectors that cannot make a signature; OpenSSL's error when signing fails.
 * Not here: what the fields are called and where they go; verification. Other packages use `dkim` and `arc`.
 */
export type { FieldSignatureInput, Signer } from './field-signature.ts';
export { formatSigner, signField } from './field-signature.ts';
export type { MessageSignatureInput } from './message-signature.ts';
export { signMessage } from './message-signature.ts';
export type { FieldPolicy } from './signed-fields.ts';
export { arcFieldPolicies, dkimFieldPolicies } from './signed-fields.ts';
