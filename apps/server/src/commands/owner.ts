import { parseDomainName } from '@smtpy/mail';
import type { User } from '../accounts/index.ts';
import type { Alias } from '../aliases/index.ts';
import type { Domain } from '../domains/index.ts';
import type { Outcome } from './command.ts';
import type { Installation } from './open.ts';
import { parsePage } from './page-options.ts';

/** What was looked for, or the outcome that says it is not there. */
export type Found<T> = { readonly kind: 'found'; readonly value: T } | Extract<Outcome, { kind: 'refused' }>;

/** The user that `--user` names, by email or username. */
export async function findUser({ accounts }: Installation, login: string): Promise<Found<User>> {
  const user = await accounts.findUser(login);
  if (user !== undefined) return { kind: 'found', value: user };
  return {
    kind: 'refused',
    reason: `There is no user ${login}`,
    hint: 'Make one with: smtpy user create --email ADDRESS --password PASSWORD',
  };
}

/** The page that `pageOptions` ask for: of the organization of the user that `--user` names, or of all. */
export async function findPage(
  installation: Installation,
  options: Parameters<typeof parsePage>[0] & { readonly user: string | undefined },
) {
  const page = parsePage(options);
  if (page.kind === 'misused') return page;
  const user = options.user === undefined ? undefined : await findUser(installation, options.user);
  return user?.kind === 'refused' ? user : { ...page, organizationId: user?.value.organizationId };
}

/** The domain of a name as typed. */
export async function findDomain({ domains }: Installation, text: string): Promise<Found<Domain>> {
  const name = parseDomainName(text);
  if (!name.ok) return { kind: 'refused', reason: `"${text}" is not a domain name: ${name.reason}` };
  const domain = await domains.findDomain(name.value);
  if (domain !== undefined) return { kind: 'found', value: domain };
  return {
    kind: 'refused',
    reason: `There is no domain ${name.value}`,
    hint: `Add it with: smtpy domain add ${name.value} --user EMAIL`,
  };
}

/** The domain of an alias address as typed: what stands behind its last at sign. */
export async function findDomainOfAddress(
  installation: Installation,
  address: string,
): Promise<Found<Domain>> {
  const at = address.lastIndexOf('@');
  if (at < 1)
    return {
      kind: 'refused',
      reason: `"${address}" is not an address`,
      hint: 'An alias is written LOCAL@DOMAIN.',
    };
  return await findDomain(installation, address.slice(at + 1));
}

/** The alias of an address as typed. */
export async function findAlias(installation: Installation, address: string): Promise<Found<Alias>> {
  const domain = await findDomainOfAddress(installation, address);
  if (domain.kind === 'refused') return domain;
  const alias = await installation.aliases.findAlias(domain.value.organizationId, address);
  if (alias !== undefined) return { kind: 'found', value: alias };
  return {
    kind: 'refused',
    reason: `There is no alias ${address}`,
    hint: `Add it with: smtpy alias add ${address} --to MAILBOX`,
  };
}

/** Whether the operator's word replaces DNS or the confirmation email: by `--trust`, and always in the sandbox. */
export function isTrusted({ config }: Installation, options: { readonly trust: boolean }): boolean {
  return options.trust || config.mode === 'sandbox';
}
