/** The domain of an address, in lower case. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

/** Whether one of the pinned domains, or a name below it, is the domain of the address. */
export function isKnown(address: string, pins: readonly string[]): boolean {
  const domain = domainOf(address);
  return pins.some((pin) => domain === pin || domain.endsWith(`.${pin}`));
}
