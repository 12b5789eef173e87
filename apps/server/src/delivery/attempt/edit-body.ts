import { addressKey, BodyHash, editParts, mayEditParts, type Address, type HeaderBlock } from '@smtpy/mail';
import type { BodyEditor, BodyKnowledge } from '../../forwarding/index.ts';
import type { OpenedContent } from '../../queue/index.ts';
import { storedBody, type OutgoingBody } from './body.ts';

/** What takes the place of an address; undefined for one that stays. */
export type AddressOf = (address: Address) => Address | undefined;

/** A stored message, and what may be changed in its body. */
export interface EditBodyInput {
  readonly content: OpenedContent;
  readonly header: HeaderBlock;
  /** Makes an editor for one pass. With the same addresses and knowledge, all of them must edit alike. */
  readonly makeEditor: (addressOf: AddressOf, knowledge?: BodyKnowledge) => BodyEditor;
  /** What is known from the header. */
  readonly addressOf: AddressOf;
  /** Whether `findMore` could find anything for it; others do not count. Default: any may be. */
  readonly mayFind?: (address: Address) => boolean;
  /** Finds what takes the place of addresses that the body alone names; undefined when nothing does. */
  readonly findMore: (addresses: readonly Address[]) => Promise<AddressOf | undefined>;
}

/** A body names this many more people at most; each may cost a look-up. */
const maxUnknown = 25;

/**
 * The body with its edits. It is read once to learn whether anything changes, and how long it will be and how it hashes then (once
 * more when it names people whom the header does not, or when parts tell how the text before them is to be read); it is made anew while it is sent, so that no size of body is ever held.
 */
export async function editBody(input: EditBodyInput): Promise<OutgoingBody> {
  const { header, content, makeEditor, addressOf, findMore, mayFind = () => true } = input;
  if (!mayEditParts(header, makeEditor(addressOf).wants)) return storedBody(content);
  const unknown = new Map<string, Address>();
  const measured = await measure(input, (address) => {
    const found = addressOf(address);
    if (found === undefined && unknown.size < maxUnknown && mayFind(address))
      unknown.set(addressKey(address), address);
    return found;
  });
  const { learned, body } = measured;
  const more = unknown.size === 0 ? undefined : await findMore([...unknown.values()]);
  if (more === undefined && !learned.isProgramText) return body;
  const again = await measure(input, (address) => addressOf(address) ?? more?.(address), learned);
  return again.body;
}

/** A body, and what the pass that measured it told. */
interface Measured {
  readonly body: OutgoingBody;
  readonly learned: Required<BodyKnowledge>;
}

async function measure(
  { header, content, makeEditor }: EditBodyInput,
  addressOf: AddressOf,
  knowledge?: BodyKnowledge,
): Promise<Measured> {
  const pass = (editor: BodyEditor) => editParts({ header, body: content.body(), ...editor });
  const editor = makeEditor(addressOf, knowledge);
  const hash = new BodyHash();
  let sizeBytes = 0;
  for await (const chunk of pass(editor)) {
    hash.update(chunk);
    sizeBytes += chunk.length;
  }
  const changes = editor.changes();
  const learned = editor.learned();
  if (changes.length === 0) return { body: storedBody(content), learned };
  const chunks = () => pass(makeEditor(addressOf, knowledge));
  return { body: { sizeBytes, bodyHash: hash.digest(), changes, chunks }, learned };
}
