import type { PartFacts } from '@smtpy/mail';
import { replyMap, type ReplyAddresses } from './address-map.ts';
import { editContentLines } from './content-lines.ts';
import { isAsciiCompatible, type KnownPositionEditor } from './known-position.ts';
import { replaceAddresses } from './replace-addresses.ts';

const cardTypes: ReadonlySet<string> = new Set(['text/vcard', 'text/x-vcard', 'text/directory']);

/** RFC 6350 §6: text of the owner, and octets. In every other property, those of programs among them, an address is the owner's. */
const otherProperties: ReadonlySet<string> = new Set(['NOTE', 'PHOTO', 'LOGO', 'SOUND', 'KEY']);

/** Cards that clients attach by themselves: the mailbox's address becomes the alias. */
export function vcardForReply(addresses: ReplyAddresses): KnownPositionEditor {
  const map = replyMap(addresses);
  return {
    wants: isCard,
    edit: ({ content }) => {
      const replaced = new Set<string>();
      const octets = editContentLines(content.toString('latin1'), {
        wants: (name) => !otherProperties.has(name),
        edit: (line) => {
          const result = replaceAddresses(line, map, 'text');
          for (const each of result.replaced) replaced.add(each);
          return result.octets;
        },
      });
      if (replaced.size === 0) return undefined;
      const changes = [...replaced].map((what) => `${what} in a vCard`);
      return { content: Buffer.from(octets, 'latin1'), changes };
    },
  };
}

function isCard({ contentType, filename, charset }: PartFacts): boolean {
  const isNamedSo = contentType === 'application/octet-stream' && /\.vcf$/i.test(filename);
  return (cardTypes.has(contentType) || isNamedSo) && isAsciiCompatible(charset);
}
