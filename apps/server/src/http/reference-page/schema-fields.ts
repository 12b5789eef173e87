import type { JsonSchema, OpenApiDocument } from '@smtpy/contract/openapi';
import { html, type Html } from '../../page/index.ts';
import { renderInline } from './markdown.ts';
import { boundWords, maxSchemaDepth, typeWords } from './schema-words.ts';

/** The schemas that others refer to. */
export type Components = OpenApiDocument['components']['schemas'];

/** A schema with what it refers to put in its place; what refers to itself stays a reference. */
function resolve(schema: JsonSchema, components: Components): JsonSchema {
  const { $ref: ref, ...rest } = schema;
  const target = ref === undefined ? undefined : components[ref.replace('#/components/schemas/', '')];
  if (ref === undefined || target === undefined || JSON.stringify(target).includes(ref)) return schema;
  return { ...target, ...rest };
}

/** Which way a value goes: what we are sent has what we require, what we send has all but what may be absent. */
export type Place = 'request' | 'answer';

function presenceOf(isRequired: boolean, place: Place): Field['presence'] {
  if (place === 'request') return isRequired ? 'required' : undefined;
  return isRequired ? undefined : 'may be absent';
}

/** What fields are rendered for. */
export interface FieldsContext {
  readonly components: Components;
  readonly place: Place;
  /** Default 0. */
  readonly depth?: number;
}

/** The fields of a schema, those of objects within indented under their own; undefined where it has none. */
export function renderFields(schema: JsonSchema, context: FieldsContext): Html | undefined {
  const { components, depth = 0 } = context;
  const within = { ...context, depth: depth + 1 };
  const whole = resolve(schema, components);
  const branches = (whole.anyOf ?? whole.oneOf ?? whole.allOf ?? []).map((branch) =>
    resolve(branch, components),
  );
  if (depth >= maxSchemaDepth) return undefined;
  if (whole.properties !== undefined) return renderProperties(whole, within);
  if (whole.items !== undefined) return renderFields(whole.items, within);
  if (typeof whole.additionalProperties === 'object') return renderFields(whole.additionalProperties, within);
  const shown = branches.flatMap((branch) => renderFields(branch, within) ?? []);
  if (shown.length === 0) return undefined;
  return shown.length === 1
    ? shown[0]
    : html`${shown.map(
        (fields, index) =>
          html`<p class="branch">${index === 0 ? 'Either' : 'or'}</p>
            ${fields}`,
      )}`;
}

function renderProperties(schema: JsonSchema, context: FieldsContext): Html {
  const { components, place } = context;
  const rows = Object.entries(schema.properties ?? {}).map(([name, property]) =>
    renderField({
      name,
      schema: resolve(property, components),
      presence: presenceOf(schema.required?.includes(name) === true, place),
      inner: renderFields(property, context),
    }),
  );
  return html`<ul class="fields">
    ${rows}
  </ul>`;
}

/** A field, or a parameter: they look the same. */
export interface Field {
  readonly name: string;
  readonly schema: JsonSchema;
  /** What is said about its presence; absent where it goes without saying. */
  readonly presence?: 'required' | 'may be absent' | undefined;
  readonly description?: string | undefined;
  readonly inner?: Html | undefined;
}

/** One row: name, type, bounds, and what it means. */
export function renderField({ name, schema, presence, description, inner }: Field): Html {
  const text = description ?? schema.description;
  const bounds = boundWords(schema);
  return html`<li>
    <div class="field">
      <code class="field-name">${name}</code> <span class="type">${typeWords(schema)}</span>
      ${presence === undefined ? undefined : html`<span class="${presence === 'required' ? 'required' : 'bounds'}">${presence}</span>`}
      ${bounds === '' ? undefined : html`<span class="bounds">${bounds}</span>`}
    </div>
    ${text === undefined ? undefined : html`<p>${renderInline(text)}</p>`} ${inner}
  </li>`;
}
