import type { JsonSchema } from '@smtpy/contract/openapi';

/** How deep schemas are followed; deeper ones are called by their type. */
export const maxSchemaDepth = 10;

/** Formats as people call them. */
const formatWords: Readonly<Record<string, string>> = {
  'date-time': 'instant',
  date: 'date',
  uuid: 'UUID',
  email: 'email address',
  uri: 'URL',
  ipv4: 'IPv4 address',
  ipv6: 'IPv6 address',
};

/** The type in a few words: `string`, `UUID`, `"a" or "b"`, `array of object`, `integer or null`. */
export function typeWords(schema: JsonSchema): string {
  if (schema.$ref !== undefined) return nameRef(schema.$ref);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return joinWords(schema.enum.map((value) => JSON.stringify(value)));
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches !== undefined) return joinWords([...new Set(branches.map(typeWords))]);
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
  if (types.length === 0) return 'anything';
  return joinWords(types.map((type) => nameType(type, schema)));
}

/** Schemas that got their name from the library alone refer to themselves: values of any form. */
function nameRef(ref: string): string {
  const name = ref.split('/').at(-1) ?? '';
  return name.startsWith('_') ? 'any JSON' : name;
}

function nameType(type: string, { format, items }: JsonSchema): string {
  if (type === 'string' && format !== undefined) return formatWords[format] ?? format;
  if (type === 'array') return items === undefined ? 'array' : `array of ${typeWords(items)}`;
  return type;
}

function joinWords(words: readonly string[]): string {
  if (words.length <= 1) return words.join('');
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}

/** Bounds in words; empty where there are none that are worth a word. */
export function boundWords(schema: JsonSchema): string {
  const { minLength, maxLength, minimum, maximum, minItems, maxItems } = schema;
  const parts = [
    range([minLength, maxLength], 'characters'),
    range([minItems, maxItems], 'items'),
    range([worth(minimum), worth(maximum)], ''),
    schema.default === undefined ? undefined : `default ${JSON.stringify(schema.default)}`,
  ];
  return parts.filter((part) => part !== undefined).join(', ');
}

/** The bounds of what JavaScript counts exactly are no bounds that anybody meets. */
function worth(bound: number | undefined): number | undefined {
  return bound === undefined || Math.abs(bound) >= Number.MAX_SAFE_INTEGER ? undefined : bound;
}

function range(
  [least, most]: readonly [number | undefined, number | undefined],
  unit: string,
): string | undefined {
  const behind = unit === '' ? '' : ` ${unit}`;
  if (least !== undefined && most !== undefined)
    return least === most ? `${least}${behind}` : `${least} to ${most}${behind}`;
  if (most !== undefined) return `at most ${most}${behind}`;
  if (least !== undefined && least > 0) return `at least ${least}${behind}`;
  return undefined;
}
