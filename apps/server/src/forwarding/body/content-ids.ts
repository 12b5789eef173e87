import type { HeaderField, PartHeaderEditor } from '@smtpy/mail';
import type { ReplyAddresses } from './address-map.ts';

/** Ids of parts, which Thunderbird and webmail end with the domain of the mailbox, and what refers to them. Octets as characters. */
export interface ContentIds {
  readonly editHeader: PartHeaderEditor;
  /** Without angle brackets; of message ids as well. */
  readonly editId: (id: string) => string;
  /** HTML with other ids behind `cid:`; the same text when there is none of the mailbox's domain. */
  readonly editHtml: (octets: string) => string;
}

// Thunderbird names the message that it quotes by `mid:` (RFC 2392).
const reference = /\b[cm]id:[^\s"'<>()]{1,300}/gi;
const idValue = /<[^<>\s]{1,300}>/;
const domainAtEnd = /(@|%40)([A-Za-z0-9.-]{1,255})$/;

/** The domain of the mailbox becomes that of the alias; in the header of the part and in the text alike, so that pictures stay. */
export function contentIdsForReply({ aliasAddress, ownAddresses }: ReplyAddresses): ContentIds {
  const domains = new Set<string>(ownAddresses.map(({ domain }) => domain));
  domains.delete(aliasAddress.domain);
  const change = (id: string): string =>
    id.replace(domainAtEnd, (whole, sign: string, domain: string) =>
      domains.has(domain.toLowerCase()) ? `${sign}${aliasAddress.domain}` : whole,
    );
  const changeField = (field: HeaderField): HeaderField => {
    if (field.lowerName !== 'content-id') return field;
    const octets = field.raw.toString('latin1');
    const changed = octets.replace(idValue, (id) => `<${change(id.slice(1, -1))}>`);
    return changed === octets ? field : { ...field, raw: Buffer.from(changed, 'latin1') };
  };
  return {
    editId: change,
    editHeader: ({ fields }) => {
      const changed = fields.map(changeField);
      return changed.every((field, index) => field === fields[index]) ? undefined : changed;
    },
    editHtml: (octets) => octets.replace(reference, change),
  };
}
