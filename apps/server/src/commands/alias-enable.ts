import { switchAlias } from './alias-disable.ts';
import { defineDatabaseCommand } from './on-database.ts';

/** Switches an alias on. */
export const aliasEnable = defineDatabaseCommand({
  name: 'alias enable',
  summary: 'Switch an alias on',
  operands: [{ name: 'LOCAL@DOMAIN', text: 'the alias' }],
  examples: ['smtpy alias enable shop@example.com'],
  run: (installation, { operands: [address = ''] }) =>
    switchAlias(installation, { address, isEnabled: true, whenDisabled: undefined }),
});
