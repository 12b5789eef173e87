import { authentication } from './authentication.ts';
import { author } from './author.ts';
import { dmarcPolicy } from './dmarc-policy.ts';
import { headerBlock } from './header-block.ts';
import { lineEndings } from './line-endings.ts';
import { loop } from './loop.ts';
import { replyIdentity } from './reply-identity.ts';
import { returnPath } from './return-path.ts';
import { size } from './size.ts';
import type { Step } from './step.ts';
import { submitter } from './submitter.ts';

/** The inbound decision, cheap questions first; each step may rely on those before it. */
export const steps: readonly Step[] = [
  size,
  lineEndings,
  headerBlock,
  returnPath,
  loop,
  author,
  submitter,
  authentication,
  dmarcPolicy,
  replyIdentity,
];
