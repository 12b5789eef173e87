import type { Refusal, RefusalCount } from '../refusals/index.ts';
import type { Outcome } from './command.ts';
import { pageJson } from './json.ts';
import { defineDatabaseCommand } from './on-database.ts';
import type { Installation } from './open.ts';
import { findUser } from './owner.ts';
import { pageOptions, parsePage } from './page-options.ts';
import { formatInstant, formatTable } from './table-text.ts';

/** Lists refused mail. */
export const refusalList = defineDatabaseCommand({
  name: 'refusal list',
  summary: 'List mail that was refused before it was accepted, newest first',
  details:
    'Nothing of the content is kept. Of more than 500 refusals in an hour the others are only counted: --counts lists the numbers by ' +
    'hour, reason and alias, those with a line of their own included.',
  options: {
    user: {
      kind: 'text',
      placeholder: 'E',
      isRequired: true,
      text: 'for the addresses of this user, by email or username',
    },
    counts: { kind: 'flag', text: 'how many there were, instead of each' },
    ...pageOptions,
  },
  examples: ['smtpy refusal list --user jane@example.com'],
  run: async (installation, { options }) => {
    const page = parsePage(options);
    if (page.kind !== 'page') return page;
    const user = await findUser(installation, options.user);
    if (user.kind === 'refused') return user;
    const { organizationId } = user.value;
    if (options.counts) return await showCounts(installation, organizationId);
    const { limit, afterId: before } = page;
    const refusals = await installation.refusals.list({ organizationId, limit, before });
    return {
      kind: 'done',
      text: formatTable(
        ['id', 'at', 'recipient', 'sender', 'client', 'reply', 'reason'],
        refusals.map(rowOf),
        {
          empty: 'Nothing was refused.',
        },
      ),
      data: pageJson(refusals, { limit, toJson: refusalJson }),
    };
  },
});

function rowOf({ id, at, recipient, mailFrom, ip, code, reason }: Refusal): readonly string[] {
  const sender = mailFrom === '' ? '<>' : mailFrom;
  return [id, formatInstant(at), recipient, sender, ip ?? '', String(code), reason];
}

function refusalJson({ mailFrom, aliasId, ip, ...refusal }: Refusal): object {
  const { id, at, recipient, stage, code, reason } = refusal;
  return {
    id,
    at,
    alias_id: aliasId ?? null,
    recipient,
    mail_from: mailFrom,
    ip: ip ?? null,
    stage,
    code,
    reason,
  };
}

async function showCounts({ refusals }: Installation, organizationId: string): Promise<Outcome> {
  const counts = await refusals.counts(organizationId);
  const rows = counts.map(({ hour, count, recipient, reason }) => [
    formatInstant(hour),
    String(count),
    recipient ?? '',
    reason,
  ]);
  return {
    kind: 'done',
    text: formatTable(['hour', 'refused', 'alias', 'reason'], rows, { empty: 'Nothing was refused.' }),
    data: { items: counts.map(countJson) },
  };
}

function countJson({ hour, reason, recipient, count }: RefusalCount): object {
  return { hour, reason, recipient: recipient ?? null, count };
}
