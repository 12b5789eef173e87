import {
  formatInstant,
  quarantineWords,
  shownLine,
  shownSender,
  type Letter,
} from '../../followups/index.ts';
import type { QuarantineReason } from '../../queue/index.ts';

/** A message in quarantine, as a digest tells of it. */
export interface DigestLine {
  readonly sender: string;
  /** Undefined where there is none, or where it must not be told. */
  readonly subject: string | undefined;
  readonly alias: string;
  readonly reason: QuarantineReason;
  readonly receivedAt: Date;
  readonly expiresAt: Date;
  /** Where it is shown. */
  readonly link: string;
}

/** Lines and how many there are in all; those left out are counted. */
export interface DigestPart {
  readonly lines: readonly DigestLine[];
  readonly total: number;
}

/** What one mailbox is told. */
export interface Digest {
  readonly mailbox: string;
  /** Held since the digest before. */
  readonly fresh: DigestPart;
  /** Told of before, and soon deleted. */
  readonly ending: DigestPart;
}

type Block = Letter['blocks'][number];

const maxSubjectCharacters = 120;

/** The digest of a mailbox. The subject of the mail holds numbers alone, nothing that strangers wrote. */
export function digestLetter({ mailbox, fresh, ending }: Digest): Letter {
  const news = fresh.total > 0 ? `${count(fresh.total)} held` : `${count(ending.total)} soon deleted`;
  return {
    subject: `In quarantine: ${news}`,
    blocks: [
      paragraph(
        `Mail for your mailbox ${mailbox} is held. Each link shows a message, safely; nothing happens before you press a button there. What you do not decide about is deleted when its time is over, and its sender never hears of it.`,
      ),
      ...partBlocks('Last reminder', 'These are deleted within three days:', ending),
      ...partBlocks('New', 'Held since the last digest:', fresh),
    ],
  };
}

function partBlocks(title: string, lead: string, { lines, total }: DigestPart): readonly Block[] {
  if (total === 0) return [];
  const left = total - lines.length;
  return [
    paragraph(`${title}. ${lead}`),
    ...lines.flatMap(lineBlocks),
    ...(left > 0 ? [paragraph(`And ${String(left)} more. The newest are listed here.`)] : []),
  ];
}

function lineBlocks(line: DigestLine): readonly Block[] {
  const { sender, subject, alias, reason, receivedAt, expiresAt, link } = line;
  return [
    {
      kind: 'facts',
      rows: [
        ['Sender', shownSender(sender)],
        ['Subject', subject === undefined ? undefined : shownLine(subject, maxSubjectCharacters)],
        ['Alias', shownLine(alias, 320)],
        ['Reason', quarantineWords[reason].label],
        ['Received', formatInstant(receivedAt)],
        ['Deleted on', formatInstant(expiresAt)],
      ],
    },
    { kind: 'link', label: 'Look at it', url: link },
  ];
}

function paragraph(text: string): Block {
  return { kind: 'paragraph', text };
}

function count(number: number): string {
  return number === 1 ? '1 message' : `${String(number)} messages`;
}
