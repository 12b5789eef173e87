import type { HeaderField, PartHeaderEditor } from '@smtpy/mail';
import { replyMap, type ReplyAddresses } from './address-map.ts';
import { contentIdsForReply } from './content-ids.ts';
import { replaceAddresses } from './replace-addresses.ts';

/** What becomes of the header of an attached message; `changes` in words for the timeline. */
export interface AttachedMessages {
  readonly editHeader: (
    ...header: Parameters<PartHeaderEditor>
  ) => { readonly fields: readonly HeaderField[]; readonly changes: readonly string[] } | undefined;
}

/**
 * What the way to the mailbox left behind: its hosts, its address, the reverse path that is open for bounces, and signatures that the
 * removal of the others breaks anyhow. Every X- field is one of them: each provider has dozens of its own with addresses, hosts and
 * tenants inside, and none is needed to read the message.
 */
const traceField =
  /^(?:x-.*|received|received-.*|return-path|delivered-to|delivery-date|envelope-to|original-recipient|apparently-to|errors-to|old-return-path|resent-.*|arc-.*|authentication-results|authentication-results-.*|dkim-signature|dkim-filter|domainkey-signature|autocrypt|autocrypt-.*|bcc|status|require-recipient-valid-since)$/;

/** Text of its author, in which an address is what he wrote. */
const textFields: ReadonlySet<string> = new Set(['subject', 'comments', 'keywords', 'content-description']);

/** Where message ids stand; they look like addresses. */
const idFields: ReadonlySet<string> = new Set(['message-id', 'in-reply-to', 'references', 'content-id']);
const messageId = /<[^<>\s]{1,996}>/g;

// Behind it the line of an mbox file names who the message was for, or who sent it.
const mboxLine = /^>?From /;

/** The header of a message that a reply has attached: without its traces, people as in the reply itself. */
export function attachedMessagesForReply(addresses: ReplyAddresses): AttachedMessages {
  const map = replyMap(addresses);
  const { editId } = contentIdsForReply(addresses);
  return {
    editHeader: ({ fields }) => {
      const changes = new Set<string>();
      const kept = fields.flatMap((field) => {
        if (isTrace(field)) {
          changes.add('trace fields of an attached message');
          return [];
        }
        if (textFields.has(field.lowerName)) return [field];
        const octets = field.raw.toString('latin1');
        if (idFields.has(field.lowerName)) {
          const edited = octets.replace(messageId, (id) => `<${editId(id.slice(1, -1))}>`);
          if (edited !== octets) changes.add('ids of an attached message');
          return [withOctets(field, { octets, edited })];
        }
        const result = replaceAddresses(octets, map, 'text');
        for (const what of result.replaced) changes.add(`${what} in an attached message`);
        return [withOctets(field, { octets, edited: result.octets })];
      });
      return changes.size === 0 ? undefined : { fields: kept, changes: [...changes] };
    },
  };
}

function isTrace({ lowerName, raw }: HeaderField): boolean {
  return lowerName === '' ? mboxLine.test(raw.toString('latin1', 0, 6)) : traceField.test(lowerName);
}

function withOctets(
  field: HeaderField,
  { octets, edited }: { readonly octets: string; readonly edited: string },
): HeaderField {
  return edited === octets ? field : { ...field, raw: Buffer.from(edited, 'latin1') };
}
