import { formatAddress } from '@smtpy/mail';
import { catchAllModes, forwardingModes, type Domain } from '../domains/index.ts';
import { modeText, readMode } from './alias-add.ts';
import { catchAllText } from './alias-text.ts';
import type { Outcome } from './command.ts';
import { domainJson } from './json.ts';
import { defineDatabaseCommand } from './on-database.ts';
import type { Installation } from './open.ts';
import { domainOwnerOptions, findDomain } from './owner.ts';

/** Changes what holds for new aliases of a domain, and its catch-all. */
export const domainSet = defineDatabaseCommand({
  name: 'domain set',
  summary:
    'Change how new aliases of a domain forward, its catch-all, and whether all may make aliases on it',
  details:
    'What is not given stays. New aliases forward in mode rewrite at first; aliases that are there keep their mode (`alias set`). A ' +
    'catch-all takes mail for addresses that nobody made: names that an alias could have, and no deleted ones. It forwards in the mode of ' +
    'new aliases. Answers leave under the address that was written to, also after the catch-all is off. ALIAS+USER=DOM.TLD@DOMAIN ' +
    'needs an alias that was made. To close one address of a catch-all, add it as an alias and disable or delete that.',
  operands: [{ name: 'NAME', text: 'the domain name' }],
  options: {
    ...domainOwnerOptions,
    mode: { kind: 'text', choices: forwardingModes, text: modeText },
    shared: {
      kind: 'flag',
      text: 'every organization may make aliases on it; its catch-all and names such as postmaster stay its owner’s',
    },
    'not-shared': {
      kind: 'flag',
      text: 'no other organization may make aliases on it any more; those that are there stay',
    },
    'catch-all': {
      kind: 'text',
      choices: catchAllModes,
      text: 'mail for addresses that nobody made: refused (off), forwarded (forward), or forwarded while an alias is made of the address (create)',
    },
    'catch-all-to': {
      kind: 'list',
      placeholder: 'MAILBOX[,MAILBOX]',
      text: 'where the catch-all forwards to: confirmed mailboxes of the same organization; needed at first',
    },
    'catch-all-pattern': {
      kind: 'text',
      placeholder: 'RE2',
      mayBeEmpty: true,
      text: 'a regular expression (RE2) that the whole part before the @ must match, in any case; "" for any',
    },
  },
  examples: [
    'smtpy domain set example.com --mode adaptive',
    'smtpy domain set example.com --shared',
    'smtpy domain set example.com --catch-all create --catch-all-to jane@provider.example --catch-all-pattern "shop-.*"',
  ],
  run: async (installation, { operands: [name = ''], options }) => {
    const catchAll = {
      mode: catchAllModes.find((mode) => mode === options['catch-all']),
      mailboxAddresses: options['catch-all-to'].length === 0 ? undefined : options['catch-all-to'],
      pattern: options['catch-all-pattern'],
    };
    const mode = readMode(options.mode);
    const isShared = options.shared ? true : options['not-shared'] ? false : undefined;
    if (options.shared && options['not-shared'])
      return {
        kind: 'misused',
        reason: '--shared and --not-shared contradict each other',
        hint: 'See: smtpy domain set --help',
      };
    const hasCatchAll = Object.values(catchAll).some((value) => value !== undefined);
    if (mode === undefined && isShared === undefined && !hasCatchAll)
      return { kind: 'misused', reason: 'There is nothing to change', hint: 'See: smtpy domain set --help' };
    const found = await findDomain(installation, name, options.user);
    if (found.kind === 'refused') return found;
    const { organizationId, id: domainId } = found.value;
    // First what can be refused, so that a refusal leaves everything as it was.
    if (hasCatchAll) {
      const set = await installation.aliases.setCatchAll({ organizationId, domainId, ...catchAll });
      if (set.kind !== 'set') return { kind: 'refused', reason: set.reason };
    }
    if (mode !== undefined) await installation.domains.setDefaultMode({ organizationId, domainId, mode });
    if (isShared !== undefined) await installation.domains.setShared({ domain: found.value, isShared });
    return await describe(installation, found.value);
  },
});

async function describe(
  installation: Installation,
  { name, organizationId, id: domainId }: Domain,
): Promise<Outcome> {
  const domain = await installation.domains.find({ organizationId, domainId });
  if (domain === undefined) return { kind: 'refused', reason: `There is no domain ${name}` };
  const catchAll = await installation.aliases.findCatchAll({ organizationId, domainId });
  return {
    kind: 'done',
    text: `New aliases of ${name} forward in mode ${domain.defaultMode}.${catchAll === undefined ? '' : ` ${catchAllText(catchAll)}`}${domain.isShared ? ' Every organization may make aliases on it.' : ''}`,
    data: {
      ...domainJson(domain),
      catch_all_mailboxes: catchAll?.mailboxes.map(formatAddress) ?? [],
    },
  };
}
