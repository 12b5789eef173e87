import { defineDatabaseCommand } from './on-database.ts';

/** Brings the schema up to date. */
export const migrate = defineDatabaseCommand({
  name: 'migrate',
  summary: 'Bring the database schema up to date',
  details:
    'Every command that needs the database does this by itself. On its own it is for deployments that migrate before they replace nodes.',
  run: ({ migrations }) => {
    const names = migrations.map(({ number, name }) => `${String(number).padStart(4, '0')}-${name}`);
    const text =
      names.length === 0
        ? 'The schema is up to date.'
        : [`Applied ${String(names.length)}:`, ...names].join('\n  ');
    return Promise.resolve({ kind: 'done', text, data: { applied: names } });
  },
});
