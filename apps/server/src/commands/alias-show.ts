import { formatAddress } from '@smtpy/mail';
import { aliasState, expiryText } from './alias-text.ts';
import { aliasJson, pinJson } from './json.ts';
import { defineDatabaseCommand } from './on-database.ts';
import { findAlias } from './owner.ts';
import { formatFacts, formatInstant } from './table-text.ts';

/** Shows an alias. */
export const aliasShow = defineDatabaseCommand({
  name: 'alias show',
  summary: 'Show an alias: what it forwards, where to and for how long',
  operands: [{ name: 'LOCAL@DOMAIN', text: 'the alias' }],
  options: {},
  examples: ['smtpy alias show shop@example.com'],
  run: async (installation, { operands: [address = ''] }) => {
    const found = await findAlias(installation, address);
    if (found.kind === 'refused') return found;
    const { value: alias } = found;
    const { organizationId, id: aliasId } = alias;
    const pins = await installation.pins.list({ organizationId, aliasId });
    const text = formatFacts([
      ['alias', formatAddress(alias.address)],
      ['state', aliasState(alias, new Date())],
      ['while off', alias.whenDisabled === 'refuse' ? 'mail is refused' : 'mail is discarded'],
      ['expires', expiryText(alias) ?? 'never'],
      ['mailboxes', alias.mailboxes.map(formatAddress).join(', ')],
      ['mode', alias.mode],
      ['name', alias.displayName],
      ['plus-addressing', alias.plusAddressing ? 'on' : 'off'],
      ['pinning', alias.pinning],
      ['pins', pins.length === 0 ? undefined : pins.map(({ domain }) => domain).join(', ')],
      ['preview', alias.holdsForPreview ? 'on' : 'off'],
      ['made', `${formatInstant(alias.createdAt)}${alias.origin === 'catch_all' ? ' by the catch-all' : ''}`],
    ]);
    return { kind: 'done', text, data: { ...aliasJson(alias), pins: pins.map(pinJson) } };
  },
});
