const words = (count: number, of: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => of(index)).join('|');

/** Patterns that take a backtracking engine for ever, in RE2's syntax. */
export const bombs: readonly string[] = [
  '(a+)+$',
  '(x+x+)+y',
  '(a|a)*$',
  '(a|aa)+$',
  '^(([a-z])+.)+[A-Z]([a-z])+$',
  '(.*)*(.*)*(.*)*b$',
  '((((a*)*)*)*)*b',
  '(.*?,){11}P',
  '(a?){30}a{30}',
  '([a-zA-Z0-9_\\-\\.]+)*@',
  `(${words(100, (index) => `a${String(index)}`)})*$`.slice(0, 498).replace(/\|[^|]*$/u, ')*$'),
  `(${'a'.repeat(490)}|b)+$`,
  `${'(a*)'.repeat(124)}b`,
  `${'.*'.repeat(245)}b`,
  `${'a?'.repeat(120)}${'a'.repeat(120)}`,
];

/** What is refused when it is saved: too large when compiled, too long, or not RE2. */
export const refused: readonly string[] = [
  '((a{1,100}){1,100}){1,100}',
  '(((((x{10}){10}){10}){10}){10})',
  'a{1000}{1000}',
  'a{2000}',
  '(a{500}b{500}c){2}',
  '[\\p{L}\\p{N}]{1,500}',
  'x'.repeat(501),
  '(a)\\1+$',
  '(?=a+)+b',
  '(?<!a)b',
  '(?>a+)b',
  '('.repeat(250) + ')'.repeat(249),
  '('.repeat(250),
  '[',
  '*',
];
