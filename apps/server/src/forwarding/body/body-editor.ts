import type { MimePart, PartEditor, PartFilter, PartHeaderEditor } from '@smtpy/mail';
import type { ForwardAddresses, ReplyAddresses } from './address-map.ts';
import { attachedMessagesForReply } from './attached-message.ts';
import { answersInvitation, calendarForForward, calendarForReply } from './calendar.ts';
import { contentIdsForReply } from './content-ids.ts';
import type { BodyKnowledge, KnownPositionEditor } from './known-position.ts';
import { isNotification, notificationForReply } from './notification.ts';
import { htmlForReply, textForReply } from './quotation-text.ts';
import { vcardForReply } from './vcard.ts';

/** What is to be changed in a body, by what the message is. */
export type BodyPlan =
  /** To the mailbox, in mode `rewrite`. */
  | ({ readonly kind: 'forward' } & ForwardAddresses)
  /** To a contact, as the alias. */
  | ({ readonly kind: 'reply' } & ReplyAddresses & BodyKnowledge);

/** The editor of one body; `wants` and `edit` are what `editParts` takes. */
export interface BodyEditor {
  readonly wants: PartFilter;
  readonly edit: PartEditor;
  readonly editHeader: PartHeaderEditor;
  readonly editMessageHeader: PartHeaderEditor | undefined;
  /** What has been changed so far, in words for the timeline, each once; empty while the body is what came. */
  readonly changes: () => readonly string[];
  /** What is known so far. Where it is more than the plan said, an editor with it changes more. */
  readonly learned: () => Required<BodyKnowledge>;
}

/** Makes the editor of one body. The same body and plan give the same octets and changes every time. */
export function bodyEditorFor(plan: BodyPlan): BodyEditor {
  const editors = editorsOf(plan);
  const changes = new Set<string>();
  const attached = plan.kind === 'reply' ? attachedMessagesForReply(plan) : undefined;
  let isProgramText = plan.kind === 'reply' && plan.isProgramText === true;
  const contentIds = plan.kind === 'reply' ? contentIdsForReply(plan) : undefined;
  return {
    editHeader: (header) => {
      const fields = contentIds?.editHeader(header);
      if (fields !== undefined) changes.add('ids of parts');
      return fields;
    },
    editMessageHeader:
      attached &&
      ((header) => {
        const edited = attached.editHeader(header);
        for (const change of edited?.changes ?? []) changes.add(change);
        return edited?.fields;
      }),
    wants: (facts) => editors.some(({ wants }) => wants(facts)),
    edit: (part) => {
      isProgramText ||= showsProgram(part);
      const edited = editors.find(({ wants }) => wants(part))?.edit(part);
      for (const change of edited?.changes ?? []) changes.add(change);
      return edited?.content;
    },
    changes: () => [...changes],
    learned: () => ({ isProgramText }),
  };
}

/** Of a part of the message itself: an answer that somebody attached says nothing about who wrote around it. */
function showsProgram(part: MimePart): boolean {
  return !part.isInAttachedMessage && (isNotification(part.contentType) || answersInvitation(part));
}

function editorsOf(plan: BodyPlan): readonly KnownPositionEditor[] {
  switch (plan.kind) {
    case 'forward':
      return [calendarForForward(plan)];
    case 'reply':
      return [
        calendarForReply(plan),
        vcardForReply(plan),
        notificationForReply(plan),
        textForReply(plan),
        htmlForReply(plan),
      ];
  }
}
