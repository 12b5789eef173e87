import type { PartEditor, PartFilter, PartHeaderEditor } from '@smtpy/mail';
import type { ForwardAddresses, ReplyAddresses } from './address-map.ts';
import { calendarForForward, calendarForReply } from './calendar.ts';
import { contentIdsForReply } from './content-ids.ts';
import type { KnownPositionEditor } from './known-position.ts';
import { htmlForReply, textForReply } from './quotation-text.ts';
import { vcardForReply } from './vcard.ts';

/** What is to be changed in a body, by what the message is. */
export type BodyPlan =
  /** To the mailbox, in mode `rewrite`. */
  | ({ readonly kind: 'forward' } & ForwardAddresses)
  /** To a contact, as the alias. */
  | ({ readonly kind: 'reply' } & ReplyAddresses);

/** The editor of one body; `wants` and `edit` are what `editParts` takes. */
export interface BodyEditor {
  readonly wants: PartFilter;
  readonly edit: PartEditor;
  readonly editHeader: PartHeaderEditor;
  /** What has been changed so far, in words for the timeline, each once; empty while the body is what came. */
  readonly changes: () => readonly string[];
}

/** Makes the editor of one body. The same body and plan give the same octets and changes every time. */
export function bodyEditorFor(plan: BodyPlan): BodyEditor {
  const editors = editorsOf(plan);
  const changes = new Set<string>();
  const contentIds = plan.kind === 'reply' ? contentIdsForReply(plan) : undefined;
  return {
    editHeader: (header) => {
      const fields = contentIds?.editHeader(header);
      if (fields !== undefined) changes.add('ids of parts');
      return fields;
    },
    wants: (facts) => editors.some(({ wants }) => wants(facts)),
    edit: (part) => {
      const edited = editors.find(({ wants }) => wants(part))?.edit(part);
      for (const change of edited?.changes ?? []) changes.add(change);
      return edited?.content;
    },
    changes: () => [...changes],
  };
}

function editorsOf(plan: BodyPlan): readonly KnownPositionEditor[] {
  switch (plan.kind) {
    case 'forward':
      return [calendarForForward(plan)];
    case 'reply':
      return [calendarForReply(plan), vcardForReply(plan), textForReply(plan), htmlForReply(plan)];
  }
}
