import { decodeText, fieldValue, findFields, formatAddress, type HeaderBlock } from '@smtpy/mail';
import { readAuthor } from '../forwarding/index.ts';
import type { AuthenticationFacts } from '../queue/index.ts';
import type { MessageFacts } from './rule.ts';

/** A message, and for which address it is judged. */
export interface MessageFactsInput extends Omit<
  MessageFacts,
  'author' | 'subject' | 'headerValues' | 'authentication'
> {
  readonly header: HeaderBlock;
  readonly authentication: Pick<AuthenticationFacts, 'spf' | 'dkim' | 'dmarc'>;
}

/** Fields of one name, and octets of each, that rules look at. */
const maxValues = 100;
const maxValueOctets = 16 * 1024;

/**
 * Decoded values by the header they are of. Decoding costs a quarter of a microsecond for each octet, which a stranger chooses: it is done
 * once for a message, not once for each condition and recipient.
 */
const decoded = new WeakMap<HeaderBlock, Map<string, readonly string[]>>();

function valuesOf(header: HeaderBlock, lowerName: string): readonly string[] {
  const known = decoded.get(header) ?? new Map<string, readonly string[]>();
  decoded.set(header, known);
  const values =
    known.get(lowerName) ??
    findFields(header, lowerName)
      .slice(0, maxValues)
      .map((field) => decodeText(fieldValue(field).subarray(0, maxValueOctets)));
  known.set(lowerName, values);
  return values;
}

/** What rules ask of a message, out of its header block. Never throws. */
export function readMessageFacts({ header, authentication, ...facts }: MessageFactsInput): MessageFacts {
  const author = readAuthor(header);
  const headerValues = (lowerName: string): readonly string[] => valuesOf(header, lowerName);
  return {
    ...facts,
    author: author.kind === 'found' ? formatAddress(author.address) : undefined,
    subject: headerValues('subject')[0] ?? '',
    headerValues,
    authentication: authenticationWords(authentication),
  };
}

/** One word for each method: of several DKIM signatures, `pass` if one of them passes, else the result of the first. */
export function authenticationWords({
  spf,
  dkim,
  dmarc,
}: MessageFactsInput['authentication']): MessageFacts['authentication'] {
  const best = dkim.find(({ result }) => result === 'pass') ?? dkim[0];
  return { spf: spf.result, dkim: best?.result ?? 'none', dmarc: dmarc.result };
}
