import {
  aliasDisplayName,
  aliasNote,
  aliasTag,
  maxAliasMailboxes,
  maxAliasTags,
  maxNoteCharacters,
  maxTagCharacters,
} from '@smtpy/contract';
import { formatAddress, type Address } from '@smtpy/mail';
import { type CsvError, parse } from 'csv-parse/sync';
import { forwardingModes } from '../domains/index.ts';
import { parseFolded } from './add-alias.ts';
import type { AliasMode } from './alias.ts';
import { findDelimiter, readCells, readHeading, type ImportColumn } from './csv-columns.ts';
import { cleanDisplayName, cleanTags, explainRefusal, isAliasName } from './rules.ts';

/** What a good line asks for. */
export interface ImportLine {
  /** As editors count. */
  readonly line: number;
  readonly address: Address;
  /** As written; empty: the default one. */
  readonly mailboxAddresses: readonly string[];
  readonly note: string | undefined;
  readonly displayName: string | undefined;
  readonly tags: readonly string[];
  readonly isEnabled: boolean;
  readonly isPinned: boolean;
  /** Undefined: the default of the domain. */
  readonly mode: AliasMode | undefined;
}

/** A line that asks for nothing that can be done; `message` is a sentence without its full stop. */
export interface InvalidLine {
  readonly line: number;
  readonly address: string | undefined;
  readonly message: string;
}

/** What a text says; `unreadable` as a whole where it has no usable heading or too many lines. */
export type ReadImport =
  | { readonly kind: 'lines'; readonly good: readonly ImportLine[]; readonly invalid: readonly InvalidLine[] }
  | { readonly kind: 'unreadable'; readonly reason: string };

interface CsvRecord {
  readonly cells: readonly string[];
  readonly line: number;
}

/** Reads a text in CSV. Linear in its length. */
export function readImport(text: string, maxLines: number): ReadImport {
  const { records, invalid } = readRecords(text);
  const [heading, ...rest] = records;
  const places = heading && readHeading(heading.cells);
  if (places === undefined)
    return {
      kind: 'unreadable',
      reason: 'The first line has to name the columns, with `address` among them',
    };
  if (rest.length > maxLines)
    return {
      kind: 'unreadable',
      reason: `There are more than ${String(maxLines)} lines. Import them in parts`,
    };
  const read = rest.map((record) => readLine(record, places));
  return {
    kind: 'lines',
    good: read.flatMap((line) => ('message' in line ? [] : [line])),
    invalid: [...invalid, ...read.flatMap((line) => ('message' in line ? [line] : []))],
  };
}

/** Records with the line on which each ends; what cannot be read at all is told apart. */
function readRecords(text: string): {
  readonly records: readonly CsvRecord[];
  readonly invalid: readonly InvalidLine[];
} {
  const invalid: InvalidLine[] = [];
  const parsed = parse(text, {
    bom: true,
    delimiter: findDelimiter(text),
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: (error) => {
      invalid.push({ line: lineOf(error), address: undefined, message: sentenceOf(error) });
      return undefined;
    },
  }) as unknown as readonly {
    readonly record: readonly string[];
    readonly info: { readonly lines: number };
  }[];
  return { records: parsed.map(({ record, info }) => ({ cells: record, line: info.lines })), invalid };
}

function lineOf(error: CsvError | undefined): number {
  const lines = error === undefined ? 0 : (error as { readonly lines?: unknown }).lines;
  return typeof lines === 'number' ? lines : 0;
}

function sentenceOf(error: CsvError | undefined): string {
  return error?.code === 'CSV_QUOTE_NOT_CLOSED'
    ? 'A quotation mark is not closed: what comes after it was not read'
    : 'This line is no CSV';
}

function readLine(
  { cells, line }: CsvRecord,
  places: ReadonlyMap<ImportColumn, number>,
): ImportLine | InvalidLine {
  const cell = readCells(cells, places);
  const written = cell('address');
  const address = parseFolded(written);
  const shown = written.slice(0, maxShownAddress);
  if (!address.ok || !isAliasName(address.value.localPart))
    return {
      line,
      address: shown || undefined,
      message: explainRefusal('invalid_local_part', shown || 'An empty address'),
    };
  const fault = findFault(cell);
  if (fault !== undefined) return { line, address: formatAddress(address.value), message: fault };
  return {
    line,
    address: address.value,
    mailboxAddresses: splitList(cell('mailboxes'), /[\s,;]+/),
    note: cell('note') || undefined,
    displayName: cleanDisplayName(cell('displayName')),
    tags: cleanTags(splitList(cell('tags'), /[,;]/)),
    isEnabled: readFlag(cell('isEnabled')) ?? true,
    isPinned: readFlag(cell('isPinned')) ?? false,
    mode: forwardingModes.find((mode) => mode === cell('mode').toLowerCase()),
  };
}

/** RFC 5321 §4.5.3.1: no address is longer. */
const maxShownAddress = 320;

const flags: ReadonlyMap<string, boolean> = new Map([
  ...['true', '1', 'yes', 'on', 't', 'y'].map((word) => [word, true] as const),
  ...['false', '0', 'no', 'off', 'f', 'n'].map((word) => [word, false] as const),
]);

function readFlag(text: string): boolean | undefined {
  return flags.get(text.toLowerCase());
}

function splitList(text: string, separator: RegExp): readonly string[] {
  return text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function isGood(schema: typeof aliasNote, text: string): boolean {
  return text === '' || schema.safeParse(text).success;
}

/** What speaks against a line, but for its address; undefined: nothing. */
function findFault(cell: (column: ImportColumn) => string): string | undefined {
  const tags = cleanTags(splitList(cell('tags'), /[,;]/));
  const isFlag = (column: ImportColumn) => cell(column) === '' || readFlag(cell(column)) !== undefined;
  const mode = cell('mode').toLowerCase();
  const faults: readonly (readonly [isFaulty: boolean, sentence: string])[] = [
    [cell('deletedAt') !== '', 'It is deleted where this text comes from'],
    [!isFlag('isEnabled'), 'Whether it is enabled is to be `true` or `false`'],
    [!isFlag('isPinned'), 'Whether it is pinned is to be `true` or `false`'],
    [
      mode !== '' && !forwardingModes.some((known) => known === mode),
      `The mode is to be one of ${forwardingModes.join(', ')}`,
    ],
    [
      !isGood(aliasNote, cell('note')),
      `The note has more than ${String(maxNoteCharacters)} characters, or some that no text may hold`,
    ],
    [
      !isGood(aliasDisplayName, cell('displayName')),
      'The display name is too long, or holds characters that no text may hold',
    ],
    [tags.length > maxAliasTags, `There are more than ${String(maxAliasTags)} tags`],
    [
      !tags.every((tag) => isGood(aliasTag, tag)),
      `A tag has more than ${String(maxTagCharacters)} characters, or some that no text may hold`,
    ],
    [
      splitList(cell('mailboxes'), /[\s,;]+/).length > maxAliasMailboxes,
      `There are more than ${String(maxAliasMailboxes)} mailboxes`,
    ],
  ];
  return faults.find(([isFaulty]) => isFaulty)?.[1];
}
