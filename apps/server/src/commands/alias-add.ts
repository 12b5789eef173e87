import { formatAddress } from '@smtpy/mail';
import { aliasJson } from './json.ts';
import { defineDatabaseCommand } from './on-database.ts';
import { findDomainOfAddress } from './owner.ts';

/** Adds an alias. */
export const aliasAdd = defineDatabaseCommand({
  name: 'alias add',
  summary: 'Add an alias that forwards to mailboxes',
  details: 'The alias belongs to the organization of its domain, and so must the mailboxes.',
  operands: [{ name: 'LOCAL@DOMAIN', text: 'the address to receive for' }],
  options: {
    to: {
      kind: 'list',
      placeholder: 'MAILBOX[,MAILBOX]',
      isRequired: true,
      text: 'confirmed mailboxes of the same organization',
    },
    mode: {
      kind: 'text',
      choices: ['rewrite', 'preserve', 'adaptive'],
      text: 'how mail is forwarded; this version knows rewrite, the default, alone',
    },
  },
  examples: ['smtpy alias add shop@example.com --to jane@provider.example'],
  run: async (installation, { operands: [address = ''], options: { to, mode = 'rewrite' } }) => {
    if (mode !== 'rewrite') {
      return {
        kind: 'refused',
        reason: `This version cannot forward in mode ${mode} yet`,
        hint: 'Leave --mode out, or give --mode rewrite.',
      };
    }
    const domain = await findDomainOfAddress(installation, address);
    if (domain.kind === 'refused') return domain;
    const { organizationId, state, name } = domain.value;
    const result = await installation.aliases.addAlias({
      organizationId,
      address,
      mailboxAddresses: to,
      mode,
    });
    if (result.kind !== 'added') return { kind: 'refused', reason: result.reason };
    const written = formatAddress(result.alias.address);
    const note =
      state === 'pending' ? ` Mail arrives once the domain is active: smtpy domain check ${name}` : '';
    return {
      kind: 'done',
      text: `Alias ${written} forwards to ${to.join(', ')}.${note}`,
      data: { ...aliasJson(result.alias), mailboxes: to },
    };
  },
});
