import { settings, type Config, type Env, type Setting } from '../config/index.ts';
import { defineCommand } from './command.ts';
import { formatTable } from './table-text.ts';

/** Shows what holds. */
export const configShow = defineCommand({
  name: 'config show',
  summary: 'Show every setting with its effective value',
  details: 'Secrets are shown as ***. Values that were not given are the defaults of the mode.',
  run: (context) => {
    const rows = Object.values<Setting<unknown>>(settings).map((setting) =>
      describe(setting, context.config(), context.env),
    );
    const lines = rows.map(({ name, value, source }) => [name, value ?? '(none)', source]);
    const text = formatTable(['setting', 'value', 'from'], lines, { empty: '' });
    return Promise.resolve({ kind: 'done', text, data: { settings: rows } });
  },
});

function describe({ name, form, pick }: Setting<unknown>, config: Config, env: Env) {
  const value = pick(config);
  const isGiven = (env[name] ?? '').trim() !== '';
  return {
    name,
    value: value === undefined ? null : form.format(value) || null,
    source: isGiven ? 'environment' : 'default',
  };
}
