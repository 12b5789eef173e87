import type { MimePart } from '@smtpy/mail';
import { describe, expect, it } from 'vitest';
import { addressOf, forwardPlan, partOf, replyPlan } from './testdata/parts.ts';
import { bodyEditorFor, type BodyPlan } from './index.ts';

const calendar = { contentType: 'text/calendar' };

function edited(
  plan: BodyPlan,
  content: string,
  facts: Partial<MimePart>,
): { readonly text: string; readonly changes: readonly string[] } {
  const editor = bodyEditorFor(plan);
  const part = partOf(content, facts);
  const octets = editor.wants(part) ? (editor.edit(part) ?? part.content) : part.content;
  return { text: octets.toString(), changes: editor.changes() };
}

describe('calendars', () => {
  it('show the organizer under his reply address and invite the mailbox', () => {
    const invitation = (organizer: string, attendee: string): string =>
      'BEGIN:VEVENT\r\nUID:1-ann@contact.example\r\n' +
      `ORGANIZER;CN="ann@contact.example":MAILTO:${organizer}\r\n` +
      `ATTENDEE;EMAIL=${attendee};CN=Jane:mailto:${attendee}\r\n` +
      'ATTENDEE:mailto:bob@other.example\r\nDESCRIPTION:ask ann@contact.example or shop@alias.example\r\nEND:VEVENT\r\n';
    expect(edited(forwardPlan, invitation('Ann@Contact.example', 'SHOP@alias.example'), calendar)).toEqual({
      text: invitation('Ann@Contact.example', 'jane@home.example'),
      changes: ['the alias in a calendar'],
    });
    expect(edited(forwardPlan, invitation('ann@contact.example', 'shop@alias.example'), calendar)).toEqual({
      text: invitation('r-ann@alias.example', 'jane@home.example'),
      changes: ["a contact's address in a calendar", 'the alias in a calendar'],
    });
  });

  it('go back the other way, with names that are addresses', () => {
    const answer = (attendee: string, organizer: string): string =>
      `METHOD:REPLY\r\nATTENDEE;CN=${attendee};PARTSTAT=ACCEPTED:mailto:${attendee}\r\n` +
      `ORGANIZER;SENT-BY="mailto:${organizer}":mailto:${organizer}\r\nCOMMENT:from jane@home.example\r\n`;
    expect(edited(replyPlan, answer('jane@home.example', 'r-ann@alias.example'), calendar)).toEqual({
      text: answer('shop@alias.example', 'ann@contact.example'),
      changes: ["the mailbox's address in a calendar", 'a reply address in a calendar'],
    });
  });

  it('fold what was changed at 75 octets and leave other folds as they are', () => {
    const content =
      'SUMMARY:long\r\n  and folded\r\n' +
      'ATTENDEE;CN=Jänê Doe of a company with a long name;ROLE=REQ-PARTICIPANT:mailto:jane@\r\n home.example\r\nX:y';
    const { text } = edited(replyPlan, content, calendar);
    expect(text.startsWith('SUMMARY:long\r\n  and folded\r\nATTENDEE;CN=Jänê Doe')).toBe(true);
    expect(text.endsWith('\r\nX:y')).toBe(true);
    expect(text.replace(/\r\n /g, '')).toContain(';ROLE=REQ-PARTICIPANT:mailto:shop@alias.example\r\n');
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(edited(replyPlan, content.replaceAll('\r\n', '\n'), calendar).text).toBe(
      text.replaceAll('\r\n', '\n'),
    );
  });

  it('are known by type or name', () => {
    const content = 'ATTENDEE:mailto:jane@home.example';
    const isEdited = (facts: Partial<MimePart>): boolean =>
      edited(replyPlan, content, facts).changes.length > 0;
    expect(isEdited({ contentType: 'application/ics', disposition: 'attachment' })).toBe(true);
    expect(isEdited({ contentType: 'application/octet-stream', filename: 'Invite.ICS' })).toBe(true);
    expect(isEdited({ contentType: 'application/octet-stream', filename: 'ics.bin' })).toBe(false);
    expect(isEdited({ contentType: 'text/calendar', charset: 'utf-16' })).toBe(false);
  });

  it('get an address as a link wants it, and none where it would need quotes', () => {
    const plan = { ...replyPlan, aliasAddress: addressOf('"a b"@alias.example') };
    const content = 'ATTENDEE;EMAIL=jane@home.example:mailto:jane@home.example';
    expect(edited(plan, content, calendar).text).toBe(
      'ATTENDEE;EMAIL=jane@home.example:mailto:%22a%20b%22@alias.example',
    );
  });
});

describe('what programs write beside that', () => {
  it('does not name the mailbox in a calendar of the owner', () => {
    const answer = (address: string): string =>
      `X-OWNER;CN="Jane":mailto:${address}\r\nX-CALENDARSERVER-X;REF="mailto:${address}":1\r\n` +
      'X-ALT-DESC:jane@home.example\r\n';
    expect(edited(replyPlan, answer('jane@home.example'), calendar).text).toBe(answer('shop@alias.example'));
  });

  it('does not name the mailbox in a card', () => {
    const card = (address: string): string =>
      `UID:${address}\r\nNICKNAME:${address}\r\nX-EVOLUTION-FILE-AS:${address}\r\nNOTE:jane@home.example\r\n`;
    const facts = { contentType: 'text/vcard' };
    expect(edited(replyPlan, card('jane@home.example'), facts).text).toBe(card('shop@alias.example'));
  });
});

describe('vCards', () => {
  it('get the alias where the mailbox stands, but not in notes', () => {
    const card = (address: string): string =>
      `BEGIN:VCARD\r\nVERSION:3.0\r\nFN:${address}\r\nitem1.EMAIL;TYPE=INTERNET:${address}\r\nEMAIL:other@home.example\r\n` +
      `IMPP:xmpp:${address}\r\nPHOTO;ENCODING=b:${'QUJD'.repeat(30)}\r\n QUJD\r\nNOTE:jane@home.example\r\nEND:VCARD\r\n`;
    for (const contentType of ['text/vcard', 'text/x-vcard', 'text/directory']) {
      expect(edited(replyPlan, card('jane@home.example'), { contentType })).toEqual({
        text: card('shop@alias.example'),
        changes: ["the mailbox's address in a vCard"],
      });
    }
  });

  it('stay as they are in a forward', () => {
    expect(bodyEditorFor(forwardPlan).wants(partOf('', { contentType: 'text/vcard' }))).toBe(false);
  });
});
