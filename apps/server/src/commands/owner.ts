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

/** Says whose domain is meant where several organizations wait for one name. */
export const domainOwnerOptions = {
  user: {
    kind: 'text',
    placeholder: 'E',
    text: 'email or username of its owner, where several have asked for the name; else the one that holds it, or asked first',
  },
} as const;

/** The domain of a name as typed: that of the user whose login is given, or else of whoever holds the name. */
export async function findDomain(
  installation: Installation,
  text: string,
  login?: string,
): Promise<Found<Domain>> {
  const name = parseDomainName(text);
  if (!name.ok) return { kind: 'refused', reason: `"${text}" is not a domain name: ${name.reason}` };
  const owner = login === undefined ? undefined : await findUser(installation, login);
  if (owner?.kind === 'refused') return owner;
  const organizationId = owner?.value.organizationId;
  const domain = await installation.domains.findDomain(name.value, organizationId);
  const isMeant = organizationId === undefined || domain?.organizationId === organizationId;
  if (domain !== undefined && isMeant) return { kind: 'found', value: domain };
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
  // On a shared domain it may be anybody's.
  const alias = await installation.aliases.findAnywhere(address);
  if (alias !== undefined) return { kind: 'found', value: alias };
  if (isCatchAllAddress(address)) {
    return {
      kind: 'refused',
      reason: `${address} is the catch-all of its domain, which is no alias of its own`,
      hint: `Change it with: smtpy domain set ${domain.value.name} --catch-all MODE`,
    };
  }
  return {
    kind: 'refused',
    reason: `There is no alias ${address}`,
    hint: `Add it with: smtpy alias add ${address} --to MAILBOX`,
  };
}

/** The alias of an address as typed, or what stands behind `*@domain`, with whom contacts are listed. */
export async function findContactOwner(
  installation: Installation,
  address: string,
): Promise<Found<{ readonly organizationId: string; readonly aliasId: string }>> {
  if (!isCatchAllAddress(address)) {
    const alias = await findAlias(installation, address);
    if (alias.kind === 'refused') return alias;
    const { organizationId, id: aliasId } = alias.value;
    return { kind: 'found', value: { organizationId, aliasId } };
  }
  const domain = await findDomainOfAddress(installation, address);
  if (domain.kind === 'refused') return domain;
  const { organizationId, id: domainId, name } = domain.value;
  const catchAll = await installation.aliases.findCatchAll({ organizationId, domainId });
  const aliasId = catchAll?.aliasId;
  return aliasId === undefined
    ? { kind: 'refused', reason: `The domain ${name} never had a catch-all` }
    : { kind: 'found', value: { organizationId, aliasId } };
}

/** Whether an address as typed is written `*@domain`: what stands for all addresses that nobody made. */
function isCatchAllAddress(address: string): boolean {
  return address.trim().startsWith('*@');
}

/** Whether the operator's word replaces DNS or the confirmation email: by `--trust`, and always in the sandbox. */
export function isTrusted({ config }: Installation, options: { readonly trust: boolean }): boolean {
  return options.trust || config.mode === 'sandbox';
}
