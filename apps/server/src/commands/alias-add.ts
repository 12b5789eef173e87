import { formatAddress } from '@smtpy/mail';
import { forwardingModes, type ForwardingMode } from '../domains/index.ts';
import { aliasJson } from './json.ts';
import { defineDatabaseCommand } from './on-database.ts';
import { findDomainOfAddress, findUser } from './owner.ts';

/** What the modes do, for the help of every command that sets one. */
export const modeText =
  'how mail is forwarded: rewrite (the sender is shown under a reply address), preserve (unchanged), adaptive (unchanged where the destination takes it)';

/** The mode of an option, whose choices were checked. */
export function readMode(text: string | undefined): ForwardingMode | undefined {
  return forwardingModes.find((mode) => mode === text);
}

/** Adds an alias. */
export const aliasAdd = defineDatabaseCommand({
  name: 'alias add',
  summary: 'Add an alias that forwards to mailboxes',
  details:
    'The alias belongs to the organization of its domain, and so must the mailboxes; on a shared domain, with --user, to that of the user.',
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
      choices: forwardingModes,
      text: modeText,
    },
    user: {
      kind: 'text',
      placeholder: 'E',
      text: 'email or username of the owner, where the domain is a shared one of somebody else',
    },
    name: { kind: 'text', placeholder: 'NAME', text: 'the name that replies show beside the address' },
  },
  examples: ['smtpy alias add shop@example.com --to jane@provider.example'],
  run: async (
    installation,
    { operands: [address = ''], options: { to, mode, user: login, name: displayName } },
  ) => {
    const domain = await findDomainOfAddress(installation, address);
    if (domain.kind === 'refused') return domain;
    const owner = login === undefined ? undefined : await findUser(installation, login);
    if (owner?.kind === 'refused') return owner;
    const { state, name } = domain.value;
    const { organizationId } = owner?.value ?? domain.value;
    const result = await installation.aliases.addAlias({
      organizationId,
      address,
      mailboxAddresses: to,
      mode: readMode(mode),
      displayName,
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
