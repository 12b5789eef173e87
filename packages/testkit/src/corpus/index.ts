/**
 * Purpose: sample messages with exact octets, and the author's DKIM signature for them.
 * Guarantees: the same options give the same octets. Signatures are made by mailauth, not by the code under test.
 */
export { generateKeyPairPem, signWithDkim, type DkimSignOptions, type KeyPairPem } from './dkim.ts';
export { corpus, makeLarge, type SampleMaker, type SampleOptions } from './messages.ts';
