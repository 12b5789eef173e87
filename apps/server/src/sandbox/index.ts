/**
 * Purpose: what the sandbox keeps instead of sending. A captured message is the exact octets that the next hop would
 * have received, with the envelope of the attempt.
 *
 * Guarantees: content is written in chunks, so memory does not grow with the message; the newest
 * {@link keptCaptures} captures are kept.
 *
 * Security: there is no sign-in in the sandbox; the pages are served on loopback unless the operator chooses otherwise,
 * and message HTML is shown under a policy that allows neither scripts nor remote content.
 *
 * Not here: deciding that nothing is sent (`roles/delivery.ts`).
 */
export { createSandbox, keptCaptures, type Capture, type CapturedMessage, type Sandbox } from './sandbox.ts';
export { registerSandboxPages } from './routes.ts';
