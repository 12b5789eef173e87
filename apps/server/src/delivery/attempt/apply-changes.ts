import { BodyHash, mayHaveAttachments, stripAttachments, stripHeader, type HeaderBlock } from '@smtpy/mail';
import { describeRemovedAttachment, prefixSubject } from '../../forwarding/index.ts';
import type { Events } from '../../observe/index.ts';
import type { ClaimedDelivery } from '../../queue/index.ts';
import type { OutgoingBody } from './body.ts';
import type { Drafted } from './drafted.ts';
import { continueWith, type Step } from './step.ts';

/** Whether rules want the message changed: it leaves as our own then, because the author's signature cannot hold. */
export function asksForChanges({ changes }: Pick<ClaimedDelivery, 'changes'>): boolean {
  return changes.subjectPrefix !== undefined || changes.stripAttachments === true;
}

/**
 * Does what rules ask for, to the message as it is otherwise ready. It is done to what is stored at every attempt, never to what an
 * attempt before has made. What cannot be done is left, and said: the message leaves all the same.
 */
export function applyChanges<State extends Drafted>({
  events,
}: {
  readonly events: Pick<Events, 'failed'>;
}): Step<State, State> {
  return async (state) => {
    const { subjectPrefix, stripAttachments: strips } = state.delivery.changes;
    const stripped = strips === true ? await withoutAttachments(state, events) : state;
    return continueWith(subjectPrefix === undefined ? stripped : withPrefix(stripped, subjectPrefix, events));
  };
}

function withPrefix<State extends Drafted>(
  state: State,
  prefix: string,
  events: Pick<Events, 'failed'>,
): State {
  try {
    const fields = prefixSubject(state.fields, prefix);
    return withWords({ ...state, fields }, ['a prefix of the subject']);
  } catch (error) {
    // Expected: nothing; RangeError for a value that no field holds, if a prefix like that were stored.
    events.failed('prefix a subject', error, { deliveryId: state.delivery.id });
    return withWords(state, ['the subject could not be changed']);
  }
}

async function withoutAttachments<State extends Drafted>(
  state: State,
  events: Pick<Events, 'failed'>,
): Promise<State> {
  const { header, body, delivery } = state;
  if (!mayHaveAttachments(header)) return state;
  const source = watch(body);
  try {
    const { body: changed, words } = await measure(header, source.body);
    const isChanged = changed !== source.body;
    const fields = isChanged ? stripHeader(header, state.fields) : state.fields;
    return withWords({ ...state, fields, body: isChanged ? changed : body }, words);
  } catch (error) {
    // What the stored body could not be read by is temporary, and no reason to let attachments through.
    if (source.failure() !== undefined) throw error;
    // Expected: nothing. Mail that cannot be changed is not lost.
    events.failed('remove attachments', error, { deliveryId: delivery.id });
    return withWords(state, ['attachments could not be removed']);
  }
}

/** Reads the body once to learn what is removed, and how long it will be and how it hashes then; it is made anew while it is sent. */
async function measure(
  header: HeaderBlock,
  body: OutgoingBody,
): Promise<{ readonly body: OutgoingBody; readonly words: readonly string[] }> {
  let removed = 0;
  const sealed = new Set<string>();
  const hash = new BodyHash();
  let sizeBytes = 0;
  const pass = stripAttachments({
    header,
    body: body.chunks(),
    describe: (attachment) => {
      removed += 1;
      return describeRemovedAttachment(attachment);
    },
    onSealed: (contentType) => sealed.add(contentType),
  });
  for await (const chunk of pass) {
    hash.update(chunk);
    sizeBytes += chunk.length;
  }
  const words = wordsFor(removed, sealed);
  if (removed === 0) return { body, words };
  const chunks = () => stripAttachments({ header, body: body.chunks(), describe: describeRemovedAttachment });
  return { body: { ...body, sizeBytes, bodyHash: hash.digest(), chunks }, words };
}

function wordsFor(removed: number, sealed: ReadonlySet<string>): readonly string[] {
  const words: string[] = [];
  if (removed > 0) words.push(removed === 1 ? 'an attachment removed' : `${removed} attachments removed`);
  if (sealed.has('multipart/signed')) words.push('attachments of a signed part left');
  if ([...sealed].some((type) => type !== 'multipart/signed')) words.push('an encrypted part left as it is');
  return words;
}

function withWords<State extends Drafted>(state: State, words: readonly string[]): State {
  return { ...state, body: { ...state.body, changes: [...state.body.changes, ...words] } };
}

/** The same body, which remembers what it failed with. */
function watch(body: OutgoingBody): { readonly body: OutgoingBody; readonly failure: () => unknown } {
  let failure: unknown;
  async function* chunks(): AsyncIterable<Buffer> {
    try {
      yield* body.chunks();
    } catch (error) {
      // Whatever reading the stored content rejects with.
      failure = error;
      throw error;
    }
  }
  return { body: { ...body, chunks }, failure: () => failure };
}
