import { mailboxOperations } from '@smtpy/contract';
import {
  ApiError,
  cursorFault,
  pageAfter,
  parseCursor,
  route,
  type Actor,
  type Principal,
  type Route,
} from '../api/index.ts';
import { isUuid } from '../db/index.ts';
import { createMailboxCare, type MailboxCareDependencies, type MailboxCareResult } from './care.ts';
import { formatMailbox } from './form.ts';
import type { ListedMailbox, ListMailboxes, MailboxOrder } from './listed-mailbox.ts';
import type { Mailboxes } from './mailboxes.ts';

/** Who asks for the confirmation of which address, or of which mailbox once more. */
interface Asking {
  readonly organizationId: string;
  readonly actor: Actor;
}

/** What the routes of mailboxes need. */
export type MailboxRoutesDependencies = MailboxCareDependencies & {
  readonly mailboxes: Mailboxes;
  /** What writes to addresses; see `mailbox-confirmation/`. */
  readonly confirmations: {
    add(
      wish: Asking & {
        readonly address: string;
        readonly principal: Pick<Principal, 'email' | 'isEmailVerified'>;
      },
    ): Promise<AskingResult>;
    resend(wish: Asking & { readonly mailboxId: string }): Promise<AskingResult>;
  };
};

/** What adding or sending again came to. */
type AskingResult =
  | { readonly kind: 'done'; readonly mailboxId: string }
  | { readonly kind: 'invalid_address'; readonly reason: string }
  | { readonly kind: 'not_found' | 'conflict' | 'already_exists' | 'limit_reached'; readonly reason: string }
  | { readonly kind: 'rate_limited'; readonly reason: string; readonly retryAfterSeconds: number };

/** The routes of mailboxes. */
export function mailboxRoutes(dependencies: MailboxRoutesDependencies): readonly Route[] {
  return [...readingRoutes(dependencies), ...askingRoutes(dependencies), ...careRoutes(dependencies)];
}

function readingRoutes({ mailboxes }: MailboxRoutesDependencies): readonly Route[] {
  return [
    route(mailboxOperations.listMailboxes, async ({ caller: { organizationId }, query }) => {
      const { cursor, limit, search, state, is_paused: isPaused, sort } = query;
      const isDescending = sort.startsWith('-');
      const order = (isDescending ? sort.slice(1) : sort) as MailboxOrder;
      const after = readCursor(cursor, order);
      const wanted = { organizationId, search, state, isPaused, order, isDescending, after };
      const listed = await mailboxes.listPage({ ...wanted, limit: limit + 1 });
      const { rows, nextCursor } = pageAfter(listed.rows, { limit, keysOf: (row) => keysOf(row, order) });
      return { items: rows.map(formatMailbox), next_cursor: nextCursor, total: listed.total };
    }),
    route(mailboxOperations.getMailbox, ({ caller: { organizationId }, params }) =>
      show(mailboxes, { organizationId, mailboxId: params.mailbox_id }),
    ),
  ];
}

function askingRoutes({ mailboxes, confirmations }: MailboxRoutesDependencies): readonly Route[] {
  return [
    route(mailboxOperations.addMailbox, async ({ caller, body }) => {
      const { organizationId, actor, principal } = caller;
      const result = await confirmations.add({ organizationId, actor, principal, address: body.address });
      return show(mailboxes, { organizationId, mailboxId: mailboxIdOf(result) });
    }),
    route(mailboxOperations.resendMailboxConfirmation, async ({ caller, params }) => {
      const { organizationId, actor } = caller;
      const result = await confirmations.resend({ organizationId, actor, mailboxId: params.mailbox_id });
      return show(mailboxes, { organizationId, mailboxId: mailboxIdOf(result) });
    }),
  ];
}

function careRoutes(dependencies: MailboxRoutesDependencies): readonly Route[] {
  const { mailboxes } = dependencies;
  const care = createMailboxCare(dependencies);
  return [
    route(mailboxOperations.changeMailbox, async ({ caller: { organizationId, actor }, params, body }) => {
      const wish = { organizationId, mailboxId: params.mailbox_id, actor };
      demandDone(
        await care.change({ ...wish, isDefault: body.is_default, wantsDelayNotice: body.wants_delay_notice }),
      );
      return show(mailboxes, wish);
    }),
    route(mailboxOperations.removeMailbox, async ({ caller: { organizationId, actor }, params, query }) => {
      const wish = { organizationId, mailboxId: params.mailbox_id, actor };
      demandDone(await care.remove({ ...wish, moveTo: query.move_to }));
      return undefined;
    }),
    route(mailboxOperations.pauseMailbox, async ({ caller: { organizationId, actor }, params }) => {
      const wish = { organizationId, mailboxId: params.mailbox_id, actor };
      demandDone(await care.pause(wish));
      return show(mailboxes, wish);
    }),
    route(mailboxOperations.resumeMailbox, async ({ caller: { organizationId, actor }, params }) => {
      const wish = { organizationId, mailboxId: params.mailbox_id, actor };
      demandDone(await care.resume(wish));
      return show(mailboxes, wish);
    }),
  ];
}

async function show(
  mailboxes: Mailboxes,
  wanted: { readonly organizationId: string; readonly mailboxId: string },
) {
  const found = await mailboxes.findListed(wanted);
  if (found === undefined) throw new ApiError('not_found');
  return formatMailbox(found);
}

function demandDone(result: MailboxCareResult): void {
  if (result.kind === 'done') return;
  // Unknown ids are answered in the same words, whatever they are of.
  throw result.kind === 'not_found'
    ? new ApiError('not_found')
    : new ApiError('conflict', { detail: `${result.reason}.` });
}

function mailboxIdOf(result: AskingResult): string {
  switch (result.kind) {
    case 'done':
      return result.mailboxId;
    case 'invalid_address':
      throw ApiError.field('body.address', `${result.reason}.`);
    case 'not_found':
      throw new ApiError('not_found');
    case 'rate_limited':
      throw new ApiError('rate_limited', {
        detail: `${result.reason}.`,
        retryAfterSeconds: result.retryAfterSeconds,
      });
    case 'conflict':
    case 'already_exists':
    case 'limit_reached':
      throw new ApiError(result.kind, { detail: `${result.reason}.` });
  }
}

function keysOf({ id, sortKey }: ListedMailbox, order: MailboxOrder): readonly (string | null)[] {
  return [order === 'address' ? sortKey : null, id];
}

/** A cursor of the other order is a fault: it has no address, or one that nothing is sorted by. */
function readCursor(cursor: string | undefined, order: MailboxOrder): ListMailboxes['after'] {
  const keys = parseCursor(cursor, 2);
  if (keys === undefined) return undefined;
  const [address, id] = keys;
  const fits = order === 'address' ? typeof address === 'string' : address === null;
  if (!fits || typeof id !== 'string' || !isUuid(id)) throw cursorFault();
  return [typeof address === 'string' ? address : null, id];
}
