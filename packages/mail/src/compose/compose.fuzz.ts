import PostalMime from 'postal-mime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAddress } from '../address/index.ts';
import { decodeText, fieldValue, findFields, findHeaderEnd, parseHeaderBlock } from '../header/index.ts';
import { parseDeliveryReport } from '../report/index.ts';
import { composeDeliveryReport, composeMail } from './index.ts';

const parsed = parseAddress('shop@alias.example');
if (!parsed.ok) throw new Error(parsed.reason);
const address = parsed.value;
const hostile = fc
  .array(
    fc.constantFrom(
      'a',
      ' ',
      '\t',
      '\r\n',
      '\n',
      '\r',
      ':',
      'é',
      '🎉',
      '"',
      '\\',
      '<',
      '>',
      '=?utf-8?Q?x?=',
      '=_',
      'x'.repeat(80),
    ),
    { maxLength: 30 },
  )
  .map((pieces) => pieces.join(''));
const anyText = fc.oneof(hostile, fc.string({ unit: 'grapheme', maxLength: 200 }));
const facts = { messageId: '<a@alias.example>', date: new Date(0) };
const fieldNames = ['from', 'to', 'subject', 'date', 'message-id', 'x-extra', 'mime-version'];

function composeOrUndefined(compose: () => Buffer): Buffer | undefined {
  try {
    return compose();
  } catch (error) {
    // RangeError: a value has line ends.
    expect(error).toBeInstanceOf(RangeError);
    return undefined;
  }
}

describe('composed mail', () => {
  it('has the fields that it was given and no others, and keeps its text', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, anyText, anyText, anyText, async (name, subject, extra, text) => {
        const message = composeOrUndefined(() =>
          composeMail({
            ...facts,
            headerFrom: { name, address },
            headerTo: [{ name, address }],
            subject,
            text,
            extraFields: [{ name: 'X-Extra', value: extra }],
          }),
        );
        if (message === undefined) return;
        expect(message.toString('latin1')).toMatch(/^(?:[\t\x20-\x7e]{0,998}\r\n)*$/);
        const header = parseHeaderBlock(message);
        expect(header.fields.map(({ lowerName }) => lowerName)).toEqual([
          ...fieldNames,
          'content-type',
          'content-transfer-encoding',
        ]);
        const [found] = findFields(header, 'subject');
        // What `decodeText` cleans away for display is no difference.
        const shown = decodeText(Buffer.from(subject.toWellFormed()));
        if (!subject.includes('=?')) expect(found && decodeText(fieldValue(found))).toBe(shown);
        const read = await PostalMime.parse(message);
        const lines = (words: string) => words.replace(/\r\n|\r/g, '\n').replace(/\n$/, '');
        expect(lines(read.text ?? '')).toBe(lines(text.toWellFormed()));
      }),
      { numRuns: 500 },
    );
  });
});

describe('composed reports', () => {
  it('are read with what they were given', () => {
    fc.assert(
      fc.property(
        anyText,
        anyText,
        fc.uint8Array({ maxLength: 300 }),
        (humanText, diagnosticCode, header) => {
          const recipients = [
            { finalRecipient: address, action: 'failed', status: '5.7.1', diagnosticCode },
          ] as const;
          const message = composeDeliveryReport({
            ...facts,
            headerFrom: { address },
            headerTo: [{ address }],
            subject: 's',
            humanText,
            reportingMta: 'a.example',
            recipients,
            returnedHeader: Buffer.from(header),
          });
          expect(message.toString('latin1')).toMatch(/^(?:[\t\x20-\x7e]{0,998}\r\n)*$/);
          const body = message.subarray(findHeaderEnd(message));
          const report = parseDeliveryReport({ header: parseHeaderBlock(message), body });
          expect(report).toMatchObject({
            action: 'failed',
            status: '5.7.1',
            recipient: 'shop@alias.example',
          });
        },
      ),
      { numRuns: 500 },
    );
  });
});
