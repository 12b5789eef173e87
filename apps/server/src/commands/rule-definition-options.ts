import { readFile } from 'node:fs/promises';
import {
  fromLegacy,
  legacyActions,
  legacyTypes,
  type LegacyAction,
  type LegacyType,
} from '../rules/index.ts';
import type { Option, Outcome } from './command.ts';
import type { Installation } from './open.ts';

/** Options that say what a rule asks and does: as JSON, or under the names that rules had before. */
export const definitionOptions = {
  definition: { kind: 'text', placeholder: 'JSON', text: 'the definition of the rule' },
  file: { kind: 'text', placeholder: 'FILE', text: 'a file with the definition' },
  type: { kind: 'text', choices: legacyTypes, text: 'what a simple rule asks' },
  value: { kind: 'text', placeholder: 'VALUE', text: 'what it compares with, with --type' },
  action: { kind: 'text', choices: legacyActions, text: 'what it does, with --type' },
  to: { kind: 'list', placeholder: 'MAILBOX', text: 'where to, with --action REDIRECT' },
} as const satisfies Record<string, Option>;

/** The values of {@link definitionOptions}. */
export interface DefinitionWords {
  readonly definition: string | undefined;
  readonly file: string | undefined;
  readonly type: string | undefined;
  readonly value: string | undefined;
  readonly action: string | undefined;
  readonly to: readonly string[];
}

/** A definition as it was given, unchecked; `none` where nothing was. */
export type GivenDefinition =
  | { readonly kind: 'given'; readonly definition: unknown }
  | { readonly kind: 'none' }
  | Extract<Outcome, { kind: 'refused' | 'misused' }>;

const maxFileBytes = 1024 * 1024;

/** Reads the definition that the options give in one of their three ways. */
export async function readDefinitionOptions(
  installation: Installation,
  organizationId: string,
  words: DefinitionWords,
): Promise<GivenDefinition> {
  const { definition, file, type } = words;
  const given = [definition, file, type].filter((way) => way !== undefined);
  if (given.length > 1)
    return {
      kind: 'misused',
      reason: 'Only one of --definition, --file and --type can say what the rule is',
    };
  if (definition !== undefined) return parseJson(definition, 'The definition');
  if (file !== undefined) return readJsonFile(file);
  if (type !== undefined) return readLegacy(installation, organizationId, words);
  return words.value === undefined && words.action === undefined && words.to.length === 0
    ? { kind: 'none' }
    : { kind: 'misused', reason: '--value, --action and --to need --type' };
}

async function readJsonFile(path: string): Promise<GivenDefinition> {
  try {
    const text = await readFile(path, 'utf8');
    return text.length > maxFileBytes
      ? { kind: 'refused', reason: `${path} is too large for a rule` }
      : parseJson(text, path);
  } catch (error) {
    // Expected: no such file, or none that may be read.
    return {
      kind: 'refused',
      reason: `${path} cannot be read: ${error instanceof Error ? error.message : ''}`,
    };
  }
}

function parseJson(text: string, what: string): GivenDefinition {
  try {
    return { kind: 'given', definition: JSON.parse(text) as unknown };
  } catch (error) {
    // SyntaxError, which says where.
    return { kind: 'refused', reason: `${what} is no JSON: ${error instanceof Error ? error.message : ''}` };
  }
}

async function readLegacy(
  { mailboxes }: Installation,
  organizationId: string,
  { type, value = '', action = 'FORWARD', to }: DefinitionWords,
): Promise<GivenDefinition> {
  if ((action === 'REDIRECT') !== to.length > 0)
    return { kind: 'misused', reason: '--to goes with --action REDIRECT, and that with --to' };
  const mailboxIds: string[] = [];
  for (const address of to) {
    const mailbox = await mailboxes.findMailbox(organizationId, address);
    if (mailbox === undefined) return { kind: 'refused', reason: `There is no mailbox ${address}` };
    mailboxIds.push(mailbox.id);
  }
  // The frame has checked both against their choices.
  const legacy = (action === 'REDIRECT' ? { action, mailboxIds } : { action }) as LegacyAction;
  const translated = fromLegacy(type as LegacyType, value, legacy);
  if (translated.kind === 'invalid') return { kind: 'refused', reason: translated.reason };
  return { kind: 'given', definition: translated.definition };
}
