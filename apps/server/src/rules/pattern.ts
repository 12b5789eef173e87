import { maxRulePatternCharacters } from '@smtpy/contract';
import { createPatterns } from '../patterns/index.ts';

/** Patterns of rules: each may cost so much for every character that is looked at. */
export const patterns = createPatterns({ maxCharacters: maxRulePatternCharacters, maxInstructions: 500 });
