/** Purpose: one mail a day to each mailbox about what was held since, and about what is soon deleted. See `../index.ts`. */
export { sendDueDigests, type DigestDependencies } from './send-digests.ts';
