import { forwardingModes } from '../domains/index.ts';
import { modeText, readMode } from './alias-add.ts';
import { domainJson } from './json.ts';
import { defineDatabaseCommand } from './on-database.ts';
import { findDomain } from './owner.ts';

/** Changes what holds for new aliases of a domain. */
export const domainSet = defineDatabaseCommand({
  name: 'domain set',
  summary: 'Change how new aliases of a domain forward',
  details: 'It is rewrite at first. Aliases that are there keep their mode (`alias set`).',
  operands: [{ name: 'NAME', text: 'the domain name' }],
  options: { mode: { kind: 'text', isRequired: true, choices: forwardingModes, text: modeText } },
  examples: ['smtpy domain set example.com --mode adaptive'],
  run: async (installation, { operands: [name = ''], options: { mode: text } }) => {
    const found = await findDomain(installation, name);
    if (found.kind === 'refused') return found;
    const { id: domainId, organizationId } = found.value;
    const mode = readMode(text) ?? 'rewrite';
    const domain = await installation.domains.setDefaultMode({ organizationId, domainId, mode });
    if (domain === undefined) return { kind: 'refused', reason: `There is no domain ${name}` };
    return {
      kind: 'done',
      text: `New aliases of ${domain.name} forward in mode ${domain.defaultMode}.`,
      data: domainJson(domain),
    };
  },
});
