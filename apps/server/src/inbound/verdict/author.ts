import { findFields, parseAddress } from '@smtpy/mail';
import { type Author, readAuthor } from '../../forwarding/index.ts';
import { refuse } from '../replies.ts';
import { proceed, type Step } from './step.ts';

/**
 * Who wrote the message, because a contact is made for him: From, or else the reverse path. Two From fields are refused, as readers
 * disagree about which one counts, and what DMARC judged is not what is shown (RFC 5322 §3.6 allows one). Mail to a return path is
 * read and not shown to anyone, and its senders often write no address into From: it passes as it is.
 */
export const author: Step = (arrival) => {
  const { header, transaction } = arrival;
  const isShown = transaction.routes.some(({ kind }) => kind !== 'bounce');
  const fields = findFields(header, 'from').length;
  if (fields > 1 && isShown)
    return { kind: 'refuse', refusal: refuse('manyFromFields', `${fields} From fields`) };
  const found = readAuthor(header);
  const author = found.kind === 'found' ? found : readSender(transaction.mailFrom);
  // Discarded mail needs no contact.
  const isNeeded = transaction.routes.some(({ kind }) => kind === 'alias' || kind === 'reply');
  if (author.kind === 'missing' && isNeeded) return { kind: 'refuse', refusal: refuse('noAuthor') };
  return proceed({ ...arrival, author });
};

function readSender(mailFrom: string): Author {
  const parsed = parseAddress(mailFrom);
  return parsed.ok ? { kind: 'found', address: parsed.value, phrase: Buffer.alloc(0) } : { kind: 'missing' };
}
