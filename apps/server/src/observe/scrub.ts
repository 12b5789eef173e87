/** The longest text that is told to others. */
const maxCharacters = 4_000;

/**
 * Mail addresses as they stand in errors and replies; the bounds keep the search linear. What is more than an address goes with it, rather than
 * the other way round.
 */
const mailAddress = /[^\s<>"'(),;:[\]{}=@]{1,64}@[^\s<>"'(),;:{}=@]{1,255}/g;
const ipv4 = /\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b/g;
/** A time of day looks like one that was cut short. */
const ipv6 = /(?<![\w:])(?!\d\d:\d\d:\d\d(?![\w:]))(?:[\da-f]{0,4}:){2,7}[\da-f]{0,4}(?![\w:])/gi;

/** A text without the addresses in it, of people and of machines; cut to 4,000 characters. */
export function scrubAddresses(text: string): string {
  return text
    .slice(0, maxCharacters)
    .toWellFormed()
    .replace(mailAddress, '[address]')
    .replace(ipv4, '[ip]')
    .replace(ipv6, '[ip]');
}
