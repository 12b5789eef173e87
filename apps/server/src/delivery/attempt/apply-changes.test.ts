import { findHeaderEnd } from '@smtpy/mail';
import { corpus } from '@smtpy/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import type { OpenedContent, RequestedChanges } from '../../queue/index.ts';
import { attemptTo, contentOf, createSigner, type TestSigner } from '../testdata/attempts.ts';
import { sampleDelivery } from '../testdata/outgoing.ts';
import { verifySignatures } from '../testdata/verified.ts';

let signer: TestSigner;

beforeAll(async () => {
  signer = await createSigner();
});

const messageOptions = {
  messageId: '<1@sender.test>',
  headerFrom: 'Author <author@sender.test>',
  headerTo: 'shop@alias.test',
};
type Mode = 'rewrite' | 'preserve' | 'adaptive';

async function forward(data: Buffer, changes: RequestedChanges, mode: Mode = 'rewrite') {
  const content = contentOf(data, { chunkBytes: 100 });
  const attempted = await attemptTo(sampleDelivery({ changes, mode }), { content, signer });
  const [sent] = attempted.sent;
  if (sent === undefined) throw new Error(JSON.stringify(attempted.outcome));
  expect(sent.message.sizeBytes).toBe(sent.octets.length);
  const records = { 's1._domainkey.alias.test': signer.dkimRecord };
  expect(await verifySignatures(sent.octets, records)).toMatchObject({ dkim: ['alias.test=pass'] });
  return { ...attempted, octets: sent.octets, text: sent.octets.toString('latin1') };
}

const bodyOf = (data: Buffer) => data.subarray(findHeaderEnd(data));

describe('what rules ask for on the way out', () => {
  it('is a prefix of the subject, the same at every attempt', async () => {
    const data = corpus.plain(messageOptions);
    for (const mode of ['rewrite', 'preserve', 'adaptive'] as const) {
      const { text, octets, outcome } = await forward(data, { subjectPrefix: '[shop]' }, mode);
      expect(text).toContain('\r\nSubject: [shop] A sample message\r\n');
      expect(bodyOf(octets)).toEqual(bodyOf(data));
      expect(outcome.evidence).toMatchObject({ sentIn: 'rewrite', changes: ['a prefix of the subject'] });
    }
  });

  it('is a text in the place of an attachment, and all the rest as it came', async () => {
    const data = corpus.multipart(messageOptions);
    const { text, octets, outcome } = await forward(data, { stripAttachments: true });
    expect(outcome.evidence.changes).toEqual(['an attachment removed']);
    expect(text).toContain('was removed here by a');
    const [kept] = bodyOf(data).toString('latin1').split('Content-Disposition: attachment', 1);
    const before = kept?.slice(0, kept.lastIndexOf('\r\n--')) ?? '';
    expect(before.length).toBeGreaterThan(100);
    expect(bodyOf(octets).toString('latin1').startsWith(before)).toBe(true);
  });

  it('goes together with what is changed in an invitation', async () => {
    const changes = { subjectPrefix: 'Ž', stripAttachments: true } as const;
    const { outcome, text } = await forward(corpus.calendar(messageOptions), changes);
    expect(text).toMatch(/mailto:jane@example\.com/);
    expect(outcome.evidence.changes).toContain('a prefix of the subject');
  });

  it('makes a message of an attachment one of text', async () => {
    const data = Buffer.from(
      'From: author@sender.test\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n',
    );
    const { text } = await forward(data, { stripAttachments: true });
    expect(text).toContain('\r\nContent-Type: text/plain; charset=utf-8\r\n');
    expect(text).not.toMatch(/application\/pdf; name|AAAA\r\n|base64/);
  });

  it('leaves signed mail as it is, and says so', async () => {
    const data = corpus.pgpSigned(messageOptions);
    const { octets, outcome } = await forward(data, { stripAttachments: true });
    expect(bodyOf(octets)).toEqual(bodyOf(data));
    expect(outcome.evidence.changes).toEqual(['attachments of a signed part left']);
  });

  it('waits where the content cannot be read', async () => {
    const content: OpenedContent = {
      ...contentOf(corpus.multipart(messageOptions)),
      body: async function* () {
        yield await Promise.reject<Buffer>(new Error('the database is gone'));
      },
    };
    const delivery = sampleDelivery({ changes: { stripAttachments: true } });
    const { outcome, sent } = await attemptTo(delivery, { content, signer });
    expect(outcome.kind).toBe('deferred');
    expect(sent).toEqual([]);
  });
});
