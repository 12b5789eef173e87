import type { HeaderField } from '../header/index.ts';

/**
 * How often a field is named in `h=` beyond its occurrences (RFC 6376 §5.4, §8.15): a name once more than present makes the signature
 * fail when somebody adds such a field.
 * - `always`: also when absent. Nobody on the way has reason to add one, and readers show the addition.
 * - `present`: when there is one. A next hop may add what is missing (RFC 6409 §8), and must not break the signature by it.
 * - `never`: lists of things to which forwarders append.
 */
type Oversigning = 'always' | 'present' | 'never';

/** One line of the table by which fields are chosen. */
export type FieldPolicy = readonly [lowerName: string, oversigning: Oversigning];

/** RFC 6376 §5.4.1, in the order of `h=`; RFC 8058 §4 wants both List-Unsubscribe fields. */
export const dkimFieldPolicies: readonly FieldPolicy[] = [
  ['from', 'always'],
  ['to', 'present'],
  ['cc', 'present'],
  ['subject', 'always'],
  ['date', 'present'],
  ['message-id', 'present'],
  ['reply-to', 'always'],
  ['in-reply-to', 'never'],
  ['references', 'never'],
  ['mime-version', 'present'],
  ['content-type', 'present'],
  ['content-transfer-encoding', 'present'],
  ['list-id', 'never'],
  ['list-unsubscribe', 'never'],
  ['list-unsubscribe-post', 'never'],
];

/**
 * RFC 8617 §4.1.2: signatures of others are covered, since a chain vouches for what they said; ARC fields, Authentication-Results
 * and Received are not.
 */
export const arcFieldPolicies: readonly FieldPolicy[] = [...dkimFieldPolicies, ['dkim-signature', 'never']];

/** What one signature covers. */
export interface SignedFields {
  /** For `h=`, in lower case; a name stands there as often as it is signed. */
  readonly names: readonly string[];
  /** The fields themselves in that order, those of one name from the bottom up (RFC 6376 §5.4.2). */
  readonly fields: readonly HeaderField[];
}

/** Picks the fields of a header block that a signature covers. */
export function chooseSignedFields(
  fields: readonly HeaderField[],
  policies: readonly FieldPolicy[],
): SignedFields {
  const chosen = policies.map(([lowerName, oversigning]) => {
    const present = fields.filter((field) => field.lowerName === lowerName).reverse();
    const isOversigned = oversigning === 'always' || (oversigning === 'present' && present.length > 0);
    return { names: Array<string>(present.length + (isOversigned ? 1 : 0)).fill(lowerName), present };
  });
  return { names: chosen.flatMap((each) => each.names), fields: chosen.flatMap((each) => each.present) };
}
