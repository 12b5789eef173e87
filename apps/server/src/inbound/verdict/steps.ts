import { authentication } from './authentication.ts';
import { author } from './author.ts';
import { content } from './content.ts';
import { dmarcPolicy } from './dmarc-policy.ts';
import { greylist } from './greylist.ts';
import { headerBlock } from './header-block.ts';
import { lineEndings } from './line-endings.ts';
import { loop } from './loop.ts';
import { pinning } from './pinning.ts';
import { recipients } from './recipients.ts';
import { replyIdentity } from './reply-identity.ts';
import { returnPath } from './return-path.ts';
import { rules } from './rules.ts';
import { senders } from './senders.ts';
import { size } from './size.ts';
import type { Step } from './step.ts';
import { submitter } from './submitter.ts';

/**
 * The inbound decision, cheap questions first; each step may rely on those before it. What needs no content was asked at RCPT: address,
 * limits, senders by reverse path, DNS lists (`policy/recipient-policy.ts`).
 */
export const steps: readonly Step[] = [
  size,
  lineEndings,
  headerBlock,
  returnPath,
  loop,
  author,
  submitter,
  authentication,
  senders,
  dmarcPolicy,
  greylist,
  pinning,
  content,
  rules,
  replyIdentity,
  recipients,
];
