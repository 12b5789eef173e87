import { corpus } from '@smtpy/testkit';
import { describe, expect, it } from 'vitest';
import { mayHoldCalendar } from './calendar-sniff.ts';

async function* chunksOf(data: Buffer, size: number): AsyncIterable<Buffer> {
  for (let at = 0; at < data.length; at += size) yield await Promise.resolve(data.subarray(at, at + size));
}

const options = { messageId: '<1@sender.test>' };

describe('mayHoldCalendar', () => {
  it.each([1, 2, 5, 7, 64, 100_000])('finds one however the body is cut, here at %i octets', async (size) => {
    expect(await mayHoldCalendar(chunksOf(corpus.calendar(options), size))).toBe(true);
    expect(await mayHoldCalendar(chunksOf(corpus.multipart(options), size))).toBe(false);
  });

  it.each([
    'Content-Type: Text/Calendar',
    'CONTENT-TYPE: TEXT/CALENDAR',
    'application/ICS',
    'name="invite.ics"',
  ])('finds %s', async (text) => {
    expect(await mayHoldCalendar(chunksOf(Buffer.from(`--b\r\n${text}\r\n\r\n`), 100))).toBe(true);
  });

  it('does not take base64 for one', async () => {
    expect(await mayHoldCalendar(chunksOf(Buffer.from('q0/icsX+/ICSab\r\n'), 100))).toBe(false);
  });
});
