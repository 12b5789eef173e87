import { findHeaderEnd } from '@smtpy/mail';
import { corpus } from '@smtpy/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ClaimedDelivery } from '../../queue/index.ts';
import {
  attemptTo,
  contentOf,
  createSigner,
  testKeys,
  address,
  type TestSigner,
} from '../testdata/attempts.ts';
import { sampleDelivery } from '../testdata/outgoing.ts';
import { verifySignatures } from '../testdata/verified.ts';
import type { AttemptDependencies } from './index.ts';

let signer: TestSigner;

beforeAll(async () => {
  signer = await createSigner();
});

const messageOptions = {
  messageId: '<1@sender.test>',
  headerFrom: 'Author <author@sender.test>',
  headerTo: 'shop@alias.test',
};

async function forward(
  data: Buffer,
  {
    delivery = sampleDelivery(),
    ...changes
  }: Partial<AttemptDependencies> & { delivery?: ClaimedDelivery } = {},
) {
  const content = contentOf(data, { chunkBytes: 100 });
  const attempted = await attemptTo(delivery, { content, signer, ...changes });
  const octets = attempted.sent[0]?.octets;
  if (octets === undefined) throw new Error(JSON.stringify(attempted.outcome));
  expect(attempted.sent[0]?.message.sizeBytes).toBe(octets.length);
  const records = { 's1._domainkey.alias.test': signer.dkimRecord };
  expect(await verifySignatures(octets, records)).toMatchObject({ dkim: ['alias.test=pass'] });
  return { ...attempted, octets, text: octets.toString('latin1'), bodyReads: content.reads };
}

const bodyOf = (data: Buffer) => data.subarray(findHeaderEnd(data));

describe('a forward in mode rewrite', () => {
  it('shows the other people under their reply addresses, so that an answer to all stays masked', async () => {
    const data = Buffer.from(
      'From: author@sender.test\r\nTo: shop@alias.test, Ann <ann@other.test>\r\n\r\nhello\r\n',
    );
    const { text, ensured } = await forward(data);
    expect(ensured).toEqual(['ann@other.test']);
    expect(text).toContain('\r\nTo: shop@alias.test, Ann <r.ann.other.test@alias.test>\r\n');
    expect(text).not.toContain('ann@other.test');
  });

  it('is deferred when their contacts cannot be made', async () => {
    const content = contentOf(Buffer.from('From: a@sender.test\r\nTo: ann@other.test\r\n\r\n'));
    const { outcome, sent } = await attemptTo(sampleDelivery(), {
      content,
      signer,
      ensureContacts: () => Promise.reject(new Error('the database is gone')),
    });
    expect(outcome).toMatchObject({ kind: 'deferred', evidence: { stage: 'people' } });
    expect(sent).toEqual([]);
  });

  it('refers to what the owner sent by the ids that his mailbox knows', async () => {
    const { aliasId = '' } = sampleDelivery();
    const ours = testKeys.messageIds.outward('<mine@example.com>', aliasId, address('x@alias.test').domain);
    const { text } = await forward(
      Buffer.from(
        `From: author@sender.test\r\nIn-Reply-To: ${ours}\r\nReferences: <old@sender.test> ${ours}\r\n\r\n`,
      ),
    );
    expect(text).toContain('\r\nIn-Reply-To: <mine@example.com>\r\n');
    expect(text).toContain('<old@sender.test> <mine@example.com>');
  });

  it('reads plain text once, and what has parts but no calendar twice, and sends both as they came', async () => {
    const plain = corpus.plain(messageOptions);
    const multipart = corpus.multipart(messageOptions);
    const [first, second] = [await forward(plain), await forward(multipart)];
    expect([first.bodyReads, second.bodyReads]).toEqual([1, 2]);
    expect(bodyOf(first.octets)).toEqual(bodyOf(plain));
    expect(bodyOf(second.octets)).toEqual(bodyOf(multipart));
    expect(second.outcome.evidence.changes).toBeUndefined();
  });

  it('invites the mailbox, and asks it to answer the reply address of the organizer', async () => {
    const { text, outcome } = await forward(corpus.calendar(messageOptions));
    expect(text).toMatch(/ATTENDEE;RSVP=TRUE:mailto:jane@example\.com\r\n/);
    expect(text).toMatch(/ORGANIZER;CN=Jane Sender:mailto:r\.author\.sender\.test@alias\.test\r\n/);
    expect(outcome.evidence.changes).toHaveLength(2);
    expect(JSON.stringify(outcome.evidence.changes)).not.toContain('@');
  });

  it('makes a contact for an organizer whom the header does not name', async () => {
    const data = Buffer.from(
      corpus
        .calendar(messageOptions)
        .toString()
        .replace('mailto:author@sender.test', 'mailto:boss@firm.test'),
    );
    const { text, ensured } = await forward(data);
    expect(ensured).toEqual(['boss@firm.test']);
    expect(text).toMatch(/ORGANIZER;CN=Jane Sender:mailto:r\.boss\.firm\.test@alias\.test\r\n/);
  });

  it('leaves a body alone that merely speaks of calendars', async () => {
    const data = Buffer.from(
      corpus.multipart(messageOptions).toString('latin1').replace(/^--/m, 'calendar\r\n--'),
      'latin1',
    );
    const { octets, outcome } = await forward(data);
    expect(bodyOf(octets)).toEqual(bodyOf(data));
    expect(outcome.evidence).toEqual({ stage: 'body', sentIn: 'rewrite', durationMs: 1 });
  });
});
