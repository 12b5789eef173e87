import type { MimePart, PartFacts } from '@smtpy/mail';
import {
  forwardMap,
  replyMap,
  type AddressMap,
  type ForwardAddresses,
  type ReplyAddresses,
} from './address-map.ts';
import { editContentLines } from './content-lines.ts';
import { isAsciiCompatible, type EditedPart, type KnownPositionEditor } from './known-position.ts';
import { replaceAddresses } from './replace-addresses.ts';

/** Properties that name people by their addresses. */
const peopleProperties: ReadonlySet<string> = new Set([
  // RFC 5545 §3.8.4.1 and §3.8.4.3, with SENT-BY, DELEGATED-TO, MEMBER and RFC 7986 §6.2 EMAIL among their parameters.
  'ATTENDEE',
  'ORGANIZER',
  // Outlook: who sends for the organizer.
  'X-MS-OLK-SENDER',
  // Google: the name of a calendar is its owner's address.
  'X-WR-CALNAME',
]);

// Programs name people in properties of their own (`X-OWNER`, `X-CALENDARSERVER-…`), and in these what the organizer wrote.
const programProperty = /^X-(?!ALT-DESC$)/;

const calendarTypes: ReadonlySet<string> = new Set(['text/calendar', 'application/ics']);
// RFC 5545 §3.2.2: the name that people read. Quoted or not.
const commonName = /(;CN=(?:"[^"]*"|[^;:]*))/i;

/**
 * Invitations for the mailbox: the organizer stands under his reply address, so that the answer comes back through us; the alias becomes
 * the mailbox, or its calendar would not know who is invited. Names stay.
 */
export function calendarForForward(addresses: ForwardAddresses): KnownPositionEditor {
  const map = forwardMap(addresses);
  const edit = (line: string, put: (text: string) => string): string =>
    line
      .split(commonName)
      .map((piece, index) => (index % 2 === 0 ? put(piece) : piece))
      .join('');
  return {
    wants: isCalendar,
    edit: (part) => editCalendar(part, { map, editLine: edit, wants: isOfPeople }),
  };
}

/**
 * Invitations and answers of the owner: the reverse. A name that is the mailbox's address, which clients write where there is no other,
 * is changed too.
 */
export function calendarForReply(addresses: ReplyAddresses): KnownPositionEditor {
  const map = replyMap(addresses);
  const wants = (name: string) => isOfPeople(name) || programProperty.test(name);
  return {
    wants: isCalendar,
    edit: (part) => editCalendar(part, { map, editLine: (line, put) => put(line), wants }),
  };
}

// RFC 5546 §3.2.3 and §3.2.7. The parameter of the type (RFC 6047 §2.4) says the same, where it is given.
const answerMethod = /^METHOD:[ \t]{0,9}(?:REPLY|COUNTER)[ \t]{0,9}\r?$/im;

/** Whether the part is the answer of somebody invited, which programs send with a text of their own. */
export function answersInvitation(part: MimePart): boolean {
  return isCalendar(part) && answerMethod.test(part.content.toString('latin1'));
}

function isCalendar({ contentType, filename, charset }: PartFacts): boolean {
  const isNamedSo = contentType === 'application/octet-stream' && /\.ics$/i.test(filename);
  return (calendarTypes.has(contentType) || isNamedSo) && isAsciiCompatible(charset);
}

function isOfPeople(name: string): boolean {
  return peopleProperties.has(name);
}

interface CalendarEdit {
  readonly map: AddressMap;
  readonly editLine: (line: string, put: (text: string) => string) => string;
  /** Whether an address may stand in properties of that name. */
  readonly wants: (propertyName: string) => boolean;
}

function editCalendar({ content }: MimePart, { map, editLine, wants }: CalendarEdit): EditedPart | undefined {
  const replaced = new Set<string>();
  const put = (text: string): string => {
    const result = replaceAddresses(text, map, 'text');
    for (const each of result.replaced) replaced.add(each);
    return result.octets;
  };
  const octets = editContentLines(content.toString('latin1'), {
    wants,
    edit: (line) => editLine(line, put),
  });
  if (replaced.size === 0) return undefined;
  const changes = [...replaced].map((what) => `${what} in a calendar`);
  return { content: Buffer.from(octets, 'latin1'), changes };
}
