/**
 * A published SPF record with an include added, as its owner would write it: before `all` or a redirect, since nothing after them counts (RFC 7208
 * §5.1, §6.1).
 */
export function addInclude(policy: string, host: string): string {
  const terms = policy.trim().split(/\s+/u);
  const end = terms.findIndex((term) => /^([+\-~?]?all|redirect=.*)$/iu.test(term));
  return terms.toSpliced(end < 0 ? terms.length : end, 0, `include:${host}`).join(' ');
}
