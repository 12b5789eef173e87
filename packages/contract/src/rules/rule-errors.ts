/** What is wrong with a rule, as a person reads it behind the place where it is wrong. */
export const ruleErrors = {
  emptyText: 'must not be empty',
  longText: (maxCharacters: number) => `has ${maxCharacters} characters at most`,
  headerName: 'is not the name of a header field',
  clockTime: 'is a time of the day like 09:30',
  size: 'is a size like 10MB, or a number of bytes',
  prefix: 'is one line of 1 to 100 characters',
  nesting: (maxLevels: number) => `groups lie ${maxLevels} deep at most`,
  tooManyConditions: (maxConditions: number) => `a rule has ${maxConditions} conditions at most`,
  noConditions: 'a rule without conditions is for every message: its match must be "all"',
  actionCount: 'a rule has one to three actions',
  severalDecisions: 'only one of forward, forward_to, block, discard and quarantine can decide',
  repeatedAction: 'the same change is asked for twice',
  changeOfNothing: 'what is blocked or discarded is not changed',
} as const;
