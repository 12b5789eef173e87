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

/** What rules ask of a message, out of its header block. Never throws. */
export function readMessageFacts({ header, authentication, ...facts }: MessageFactsInput): MessageFacts {
  const author = readAuthor(header);
  const headerValues = (lowerName: string): readonly string[] =>
    findFields(header, lowerName).map((field) => decodeText(fieldValue(field)));
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
