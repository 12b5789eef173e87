/** Whether an address may be the one of a masked hint such as `j…@example.com`: what the hint shows of both parts is the same. */
export function matchesHint(email: string, hint: string): boolean {
  const [local, domain] = split(email);
  const [hintLocal, hintDomain] = split(hint);
  return matchesPart(local, hintLocal) && matchesPart(domain, hintDomain);
}

function split(address: string): readonly [string, string] {
  const at = address.lastIndexOf('@');
  return [address.slice(0, at).toLowerCase(), address.slice(at + 1).toLowerCase()];
}

function matchesPart(part: string, hint: string): boolean {
  const [start = '', end] = hint.split('…');
  return end === undefined ? part === start : part.startsWith(start) && part.endsWith(end);
}
