import { randomBytes } from 'node:crypto';
import { parseDomainName, type DomainName, type Parsed } from '@smtpy/mail';

/** Selector of a domain's first key. */
export const firstSelector = 'default';

/** What the ownership TXT record begins with. */
export const ownershipPrefix = 'smtpy-verification=';

/** Domains of an organization: what the largest companies have, and what one statement changes without anybody waiting. */
export const maxDomains = 1_000;

/** Domains of an organization that were never active: each costs questions to DNS for as long as it is there. */
export const maxClaims = 100;

/** Reads the name of a domain to be added. A single label cannot have records of its own, so two are the least. */
export function parseNewDomainName(text: string): Parsed<DomainName> {
  const parsed = parseDomainName(text.trim());
  if (parsed.ok && !parsed.value.includes('.'))
    return { ok: false, reason: 'a domain has at least two labels' };
  return parsed;
}

/** 160 random bits in hexadecimal: nobody can publish it without having been told. */
export function makeVerificationToken(): string {
  return randomBytes(20).toString('hex');
}

/** The selector of a key that is made on a day: `s20261122`, and `s20261122n2` and so on where that is taken. */
export function nextSelector(now: Date, taken: ReadonlySet<string>): string {
  const day = `s${now.toISOString().slice(0, 10).replaceAll('-', '')}`;
  if (!taken.has(day)) return day;
  for (let number = 2; ; number += 1) {
    const selector = `${day}n${String(number)}`;
    if (!taken.has(selector)) return selector;
  }
}
