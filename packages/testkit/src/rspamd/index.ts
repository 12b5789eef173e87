/**
 * Purpose: what judges content, for tests: Debian's Rspamd as a process of its own, and an HTTP server that plays one which fails.
 * Guarantees: Rspamd loads no module that asks the network, and its resolver is the one it is given. Dispose ends it and removes its
 * folder; so does the death of the test run.
 * Fails with: an `Error` that ends with Rspamd's last output.
 */
export { hasRspamd, rspamdSpamWord, startRspamd, type Rspamd, type RspamdOptions } from './rspamd.ts';
export {
  startScriptedRspamd,
  type CheckRequest,
  type ScriptedAnswer,
  type ScriptedRspamd,
} from './scripted-rspamd.ts';
