import {
  classifyAnswer,
  fieldValue,
  findFields,
  type HeaderBlock,
  parseAddress,
  parseDeliveryReport,
} from '@smtpy/mail';
import { readAuthor } from '../../forwarding/index.ts';
import { withinDeadline } from '../deadline.ts';
import { lookUpTimeoutMs } from '../limits.ts';
import type { Route } from '../recipients/route.ts';
import type { Arrival } from './arrival.ts';
import { proceed, type Step, type StepContext } from './step.ts';

/**
 * What came to the return path of a delivery: a report about it, which is read; an automatic answer to it (RFC 3834 §4 sends those to
 * the return path), which goes on to whom it answers; or something that nobody can make use of, which is recorded. The steps behind
 * see an answer as the mail that it is.
 */
export const returnPath: Step = async (arrival, context) => {
  const { transaction, header } = arrival;
  if (!transaction.routes.some(({ kind }) => kind === 'bounce')) return proceed(arrival);
  const report = parseDeliveryReport({ header, body: beginningOf(arrival) });
  if (report !== undefined || !isAutomaticAnswer(header)) return proceed({ ...arrival, report });
  const routes = await withinDeadline(
    Promise.all(transaction.routes.map((route) => routeAnswer(route, context))),
    {
      timeoutMs: lookUpTimeoutMs,
      what: 'looking up whom an automatic answer is for',
    },
  );
  return proceed({ ...arrival, transaction: { ...transaction, routes } });
};

/** The body, or as much of it as is here. */
function beginningOf({ content }: Arrival): Buffer {
  if (content.kind !== 'whole') return Buffer.alloc(0);
  const { headerBytes, stored } = content;
  const octets = stored.kind === 'small' ? stored.data : stored.beginning;
  return octets?.subarray(headerBytes) ?? Buffer.alloc(0);
}

/**
 * Whether the mailbox, or the contact, answers by itself. Reports of every kind name the real recipient (RFC 3464 §2.3.2, RFC 8098
 * §3.2.4), and so do those that a host writes in its own words: neither is ever passed on.
 */
function isAutomaticAnswer(header: HeaderBlock): boolean {
  const [contentType] = findFields(header, 'content-type');
  const isReport =
    contentType !== undefined && /^multipart\/report\b/i.test(fieldValue(contentType).toString('latin1'));
  const author = readAuthor(header);
  const isByPerson = author.kind === 'found' && !hostAuthors.has(author.address.localPart.toLowerCase());
  return !isReport && isByPerson && classifyAnswer(header) === 'automatic';
}

const hostAuthors: ReadonlySet<string> = new Set(['mailer-daemon', 'postmaster']);

/** Where an automatic answer at a return path goes: to the other side of the delivery that it answers. It stays where it is when that is gone. */
async function routeAnswer(route: Route, { resolve, contacts }: StepContext): Promise<Route> {
  if (route.kind !== 'bounce') return route;
  const { delivery, recipient } = route;
  const sentAs = parseAddress(delivery.sentAs);
  if (!sentAs.ok || (delivery.kind !== 'forward' && delivery.kind !== 'reply')) return route;
  const entry = await resolve(sentAs.value);
  if (entry.kind !== 'alias' || entry.alias.id !== delivery.aliasId) return route;
  const { alias } = entry;
  if (delivery.kind === 'reply') {
    if (!alias.isEnabled) return { kind: 'discard', recipient, alias, reason: 'alias_disabled' };
    const mailbox = alias.mailboxes.find(({ id }) => id === delivery.mailboxId) ?? alias.mailboxes[0];
    if (mailbox === undefined) return route;
    return {
      kind: 'alias',
      recipient,
      way: 'alias',
      alias: { ...alias, mailboxes: [mailbox] },
      isAnswer: true,
    };
  }
  const contact = delivery.contactId === undefined ? undefined : await contacts.load(delivery.contactId);
  if (contact === undefined) return route;
  const origin = { kind: 'return_path', mailboxId: delivery.mailboxId } as const;
  return { kind: 'reply', recipient, alias, contact, origin };
}
