import { entry, type History } from './history.ts';
import type { TimelineEntry } from './message.ts';
import { describePolicy } from './policy-words.ts';
import { clean, textOf } from './sentences.ts';

/** A fact as it was recorded, perhaps by another version of the program. */
interface RecordedFact {
  readonly label: string;
  readonly sentence: string;
  readonly recipient: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;
}

/** More are counted: a message may have a hundred. */
const maxNamedRecipients = 3;

/**
 * What each question of the policy came to, in their order: a line each. What is the same for several recipients is said once, with whom
 * it is about where it is not about all.
 */
export function tellPolicy({ message, events }: History, at: Date): readonly TimelineEntry[] {
  const recorded = events.find(({ type }) => type === 'accepted')?.data['policy'];
  if (!Array.isArray(recorded)) return [];
  const facts = recorded.map(readFact);
  const alike = Map.groupBy(facts, ({ label, sentence }) => `${label}\n${sentence}`);
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { label, sentence, details } = first;
    const recipients = [...new Set(group.flatMap(({ recipient }) => recipient ?? []))];
    return entry({
      at,
      kind: 'policy',
      label,
      sentence: sentence + forWhom(recipients, message.rcptTo.length),
      details: recipients.length > 1 ? { ...details, recipients } : details,
    });
  });
}

function readFact(record: unknown): RecordedFact {
  const details = Object(record) as Readonly<Record<string, unknown>>;
  return { ...describePolicy(details), recipient: textOf(details['recipient']), details };
}

function forWhom(recipients: readonly string[], countOfAll: number): string {
  if (recipients.length === 0 || recipients.length >= countOfAll) return '';
  const named = recipients.slice(0, maxNamedRecipients).map(clean).join(', ');
  const more = recipients.length - maxNamedRecipients;
  return ` (${named}${more > 0 ? ` and ${String(more)} more` : ''})`;
}
