import type { HeaderBlock } from '../header/index.ts';
import { planPart, type PartEditor, type PartFilter, type PartHeaderEditor } from './part.ts';
import { PartWalker } from './part-walker.ts';

/** One body and what may be changed in it. */
export interface EditPartsInput {
  /** Of the message: its Content-Type and Content-Transfer-Encoding say how the body is read. It is not changed. */
  readonly header: HeaderBlock;
  readonly body: AsyncIterable<Buffer>;
  /** Which leaf parts `edit` is to see. Never asked for signed, encrypted or unreadable ones. */
  readonly wants: PartFilter;
  readonly edit: PartEditor;
  /** Sees the header of every part whose content may be looked at; not of what is signed, encrypted or unreadable. */
  readonly editHeader?: PartHeaderEditor;
  /**
   * Sees the header of every message inside of the message, whose parts are then looked at as others are. Not given, or undefined: no
   * such message is looked into.
   */
  readonly editMessageHeader?: PartHeaderEditor | undefined;
  /** Largest part that is edited, in encoded octets; what is larger passes. Bounds the memory. Default 1 MiB. */
  readonly maxPartBytes?: number;
}

// Longer quotations, cards and invitations than people send; a larger bound costs memory for each message in flight.
const defaultMaxPartBytes = 1024 * 1024;

/** The body with edited leaf parts, everything else byte for byte. The chunks may be cut elsewhere than in `body`. */
export async function* editParts(input: EditPartsInput): AsyncGenerator<Buffer, void, undefined> {
  const { header, wants, edit, editHeader, editMessageHeader, maxPartBytes = defaultMaxPartBytes } = input;
  const rules = { wants, edit, editHeader, editMessageHeader, maxPartBytes };
  const walker = new PartWalker(rules, { header });
  for await (const chunk of input.body) {
    const bytes = walker.push(chunk);
    if (bytes.length > 0) yield bytes;
  }
  const bytes = walker.end();
  if (bytes.length > 0) yield bytes;
}

/**
 * Whether a body with that header may have a part that `wants` names, or a message inside of the message. Where not, `editParts` would
 * give the body as it is.
 */
export function mayEditParts(header: HeaderBlock, wants: PartFilter): boolean {
  const plan = planPart(header, {
    defaultType: 'text/plain',
    entersMessages: true,
    isInAttachedMessage: false,
  });
  if (plan.kind === 'leaf') return wants(plan.facts);
  return plan.kind !== 'opaque';
}
