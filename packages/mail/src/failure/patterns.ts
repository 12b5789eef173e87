import { enhancedPatterns, looseEnhancedPatterns, plainPatterns } from './code-patterns.ts';
import type { FailurePattern } from './pattern.ts';
import { providerPatterns } from './provider-patterns.ts';
import { messageWordPatterns, recipientWordPatterns, transportWordPatterns } from './word-patterns.ts';

/** One step of the look-up, for the reference page. */
export interface FailurePatternGroup {
  readonly title: string;
  readonly patterns: readonly FailurePattern[];
}

/** The table by the steps in which it is asked. */
export const failurePatternGroups: readonly FailurePatternGroup[] = [
  { title: 'Codes in the sense of one provider', patterns: providerPatterns },
  { title: 'Enhanced codes', patterns: enhancedPatterns },
  { title: 'Words about the message and its sender', patterns: messageWordPatterns },
  { title: 'Words about the recipient', patterns: recipientWordPatterns },
  { title: 'Words about the way', patterns: transportWordPatterns },
  { title: 'Enhanced codes that say little', patterns: looseEnhancedPatterns },
  { title: 'Codes without known words', patterns: plainPatterns },
];

/** The whole table; the first row that matches decides. The last one matches everything. */
export const failurePatterns: readonly FailurePattern[] = failurePatternGroups.flatMap(
  ({ patterns }) => patterns,
);
