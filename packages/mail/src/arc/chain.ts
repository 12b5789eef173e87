import type { HeaderField } from '../header/index.ts';
import { fieldValue } from '../header/index.ts';

/** The three fields of one instance. */
export interface ArcSet {
  readonly authenticationResults: HeaderField;
  readonly messageSignature: HeaderField;
  readonly seal: HeaderField;
}

/** The ARC fields of a header as far as their instances can be read. */
export interface ArcChain {
  /** 0 when there are none; fields without a readable instance are none. */
  readonly highestInstance: number;
  /** First to last; undefined when one of the three is missing or there twice anywhere (RFC 8617 §5.2 step 3). */
  readonly sets: readonly ArcSet[] | undefined;
  /** Whether a seal of the highest instance says that the chain has failed. */
  readonly hasFailed: boolean;
}

const kinds = {
  'arc-authentication-results': 'authenticationResults',
  'arc-message-signature': 'messageSignature',
  'arc-seal': 'seal',
} as const;

type Kind = (typeof kinds)[keyof typeof kinds];
type Found = Record<Kind, HeaderField[]>;

// RFC 8617 §4.2.1: at most two digits. In Authentication-Results the instance comes first.
const instancePattern = /^[1-9][0-9]?$/;
const firstTag = /^i[ \t]*=[ \t]*([0-9]+)[ \t]*;/;

/** Reads the chain of a header block. */
export function readArcChain(fields: readonly HeaderField[]): ArcChain {
  const found = groupByInstance(fields);
  const highestInstance = Math.max(0, ...found.keys());
  const seals = found.get(highestInstance)?.seal ?? [];
  return {
    highestInstance,
    sets: completeSets(found, highestInstance),
    hasFailed: seals.some((seal) => readTag(seal, 'cv')?.toLowerCase() === 'fail'),
  };
}

function groupByInstance(fields: readonly HeaderField[]): ReadonlyMap<number, Found> {
  const found = new Map<number, Found>();
  for (const field of fields) {
    const kind = kindOf(field);
    const instance = kind && readInstance(field, kind);
    if (kind === undefined || instance === undefined) continue;
    const set = found.get(instance) ?? { authenticationResults: [], messageSignature: [], seal: [] };
    set[kind].push(field);
    found.set(instance, set);
  }
  return found;
}

function kindOf(field: HeaderField): Kind | undefined {
  return Object.hasOwn(kinds, field.lowerName) ? kinds[field.lowerName as keyof typeof kinds] : undefined;
}

function readInstance(field: HeaderField, kind: Kind): number | undefined {
  const text =
    kind === 'authenticationResults'
      ? firstTag.exec(fieldValue(field).toString('latin1'))?.[1]
      : readTag(field, 'i');
  return text !== undefined && instancePattern.test(text) ? Number(text) : undefined;
}

/** RFC 6376 §3.2: tags end at semicolons, names count with their case. */
function readTag(field: HeaderField, name: string): string | undefined {
  for (const tag of fieldValue(field).toString('latin1').split(';')) {
    const equals = tag.indexOf('=');
    if (equals >= 0 && tag.slice(0, equals).trim() === name) return tag.slice(equals + 1).trim();
  }
  return undefined;
}

function completeSets(
  found: ReadonlyMap<number, Found>,
  highestInstance: number,
): readonly ArcSet[] | undefined {
  const sets: ArcSet[] = [];
  for (let instance = 1; instance <= highestInstance; instance++) {
    const set = found.get(instance);
    if (set === undefined) return undefined;
    const { authenticationResults, messageSignature, seal } = set;
    const [results, signature, sealing] = [only(authenticationResults), only(messageSignature), only(seal)];
    if (results === undefined || signature === undefined || sealing === undefined) return undefined;
    sets.push({ authenticationResults: results, messageSignature: signature, seal: sealing });
  }
  return sets;
}

function only(fields: readonly HeaderField[]): HeaderField | undefined {
  return fields.length === 1 ? fields[0] : undefined;
}
