/** A name as forms of DNS providers want it that add the domain by themselves: `_dmarc`, and `@` for the domain itself. */
export function shortRecordName(name: string, zone: string): string {
  if (name === zone) return '@';
  return zone !== '' && name.endsWith(`.${zone}`) ? name.slice(0, -zone.length - 1) : name;
}
