/**
 * Purpose: the one way in which the program calls a web server that somebody else named: the target of a webhook, the key directory of
 * a provider.
 *
 * Standards: RFC 9110, RFC 6890 (special-purpose addresses), RFC 6761 (special-use names).
 *
 * Guarantees: no request leaves for an address that is not on the public Internet, however it is written and whatever DNS says: the name is
 * resolved once, every address of it is judged, and the one that was judged is connected to. Nobody is followed elsewhere. Time, header
 * and body of an answer are bounded; what is beyond is not read.
 *
 * Fails with: values; `send` does not reject for anything that the other side does.
 *
 * Security: HTTPS alone, verified against the name in the URL; no proxy of the environment, no cookies, no credentials, no connection that
 * two requests share. Which addresses are allowed besides is for tests alone.
 *
 * Not here: what is sent and what answers mean.
 */
export { allowNetworks } from './allowed-networks.ts';
export {
  createOutgoingHttp,
  type OutgoingHttp,
  type OutgoingHttpDependencies,
  type OutgoingRequest,
  type OutgoingResult,
} from './outgoing-http.ts';
export { isPublicAddress } from './public-address.ts';
export { parseTarget, type AllowsAddress } from './target.ts';
