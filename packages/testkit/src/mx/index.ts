/**
 * Purpose: an SMTP server that takes mail like any other MX until a test tells it what to do at a stage: reply with a
 * given text, late, or with octets that are no reply; hang; close; reset; break TLS.
 * Standards: RFC 5321, RFC 1870 (SIZE), RFC 2920 (PIPELINING), RFC 3207 (STARTTLS), RFC 4954 (AUTH).
 * Guarantees: messages are kept octet for octet. A message is recorded before its 2xx is sent. `violations` lists what a
 * client did that these standards forbid. Takes thousands of messages a second with `keepMessages: false`.
 * Fails with: `waitForMessages` rejects at its deadline with the last commands seen.
 */
export type { MxAction, MxAnswer, MxBehaviour, MxBehaviours, MxEvent, MxStage } from './behaviour.ts';
export type { MxCommand, MxCounts, ReceivedMessage } from './records.ts';
export { startScriptedMx, type ScriptedMx, type ScriptedMxOptions } from './scripted-mx.ts';
