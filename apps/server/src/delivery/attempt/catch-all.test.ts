import { randomBytes } from 'node:crypto';
import { formatAddress, type Address } from '@smtpy/mail';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createOwner, openTestDatabase, type OpenTestDatabase } from '../../../fixtures/index.ts';
import { createAliases, createDirectory, type Directory } from '../../aliases/index.ts';
import { createContacts, type Contact, type Contacts } from '../../contacts/index.ts';
import { createSealer } from '../../db/index.ts';
import { createDomains } from '../../domains/index.ts';
import { createMailboxes } from '../../mailboxes/index.ts';
import { systemClock } from '../../observe/index.ts';
import type { ClaimedDelivery } from '../../queue/index.ts';
import { address, attemptTo, contentOf, createSigner, type TestSigner } from '../testdata/attempts.ts';
import { sampleDelivery } from '../testdata/outgoing.ts';
import { verifySignatures } from '../testdata/verified.ts';

let database: OpenTestDatabase;
let directory: Directory;
let contacts: Contacts;
let signer: TestSigner;
let organizationId: string;
let aliasId: string;

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  const clock = systemClock;
  const domains = createDomains({ db, clock, sealer: createSealer(randomBytes(32)) });
  const mailboxes = createMailboxes({ db, clock, domains });
  contacts = createContacts({ db, clock });
  const aliases = createAliases({ db, clock, domains, mailboxes, contacts });
  organizationId = (await createOwner(db, 'jane')).organizationId;
  const added = await domains.addDomain({ organizationId, name: 'own.test', isTrusted: true });
  await mailboxes.addMailbox({ organizationId, address: 'jane@example.com', isTrusted: true });
  if (added.kind !== 'added') throw new Error(added.reason);
  const set = await aliases.setCatchAll({
    organizationId,
    domainId: added.domain.id,
    mode: 'forward',
    mailboxAddresses: ['jane@example.com'],
  });
  aliasId = set.kind === 'set' ? (set.catchAll.aliasId ?? '') : '';
  directory = await createDirectory({ db, clock });
  signer = await createSigner();
});
afterAll(async () => {
  await directory[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

async function ensure(person: { readonly address: Address }, sentAs: Address): Promise<Contact> {
  const alias = await directory.loadAlias(aliasId);
  if (alias === undefined) throw new Error('there is no catch-all');
  const { domainId, domainName } = alias;
  const owner = { organizationId, aliasId, domainId, domainName };
  return contacts.ensure({ ...owner, ...person, writtenTo: sentAs.localPart });
}

/** Sends through the contacts and aliases of the database; gives the message as text. */
async function send(delivery: ClaimedDelivery, data: string) {
  const { sent, outcome } = await attemptTo(delivery, {
    content: contentOf(Buffer.from(data)),
    signer,
    isOwnDomain: (domain) => Promise.resolve(domain === 'own.test'),
    loadAlias: (id) => directory.loadAlias(id),
    loadContact: (contactId) => contacts.load(contactId),
    findByReplyAddress: (id, addresses) => contacts.findByReplyAddresses(id, addresses),
    ensureContacts: (_aliasId, people, sentAs) => Promise.all(people.map((person) => ensure(person, sentAs))),
  });
  const [only] = sent;
  if (only === undefined) throw new Error(JSON.stringify(outcome));
  const records = { 's1._domainkey.own.test': signer.dkimRecord };
  expect(await verifySignatures(only.octets, records)).toMatchObject({ dkim: ['own.test=pass'] });
  return { text: only.octets.toString('latin1'), message: only.message };
}

function forwardTo(recipient: string, contactId?: string): ClaimedDelivery {
  return sampleDelivery({ organizationId, aliasId, contactId, recipient, sentAs: recipient });
}

it('a conversation with an address that nobody made keeps to this address, there and back', async () => {
  const first = await send(
    forwardTo('anything@own.test'),
    'From: Author <author@sender.test>\r\nTo: anything@own.test\r\nCc: ann@other.test\r\nSubject: Hello\r\nMessage-ID: <1@sender.test>\r\n\r\nHi.\r\n',
  );
  const contact = await ensure({ address: address('author@sender.test') }, address('anything@own.test'));
  const replyAddress = formatAddress(contact.replyAddress);
  expect(first.text).toContain(`<${replyAddress}>\r\n`);
  expect(first.text).toContain('\r\nTo: anything@own.test\r\n');
  const ann = await ensure({ address: address('ann@other.test') }, address('anything@own.test'));
  expect(first.text).toContain(formatAddress(ann.replyAddress));

  const entry = await directory.lookUp(contact.replyAddress);
  if (entry.kind !== 'reply_address') throw new Error(entry.kind);
  expect(formatAddress(entry.alias.address)).toBe('anything@own.test');
  const answer = await send(
    sampleDelivery({
      organizationId,
      aliasId: entry.alias.id,
      contactId: entry.contact.id,
      kind: 'reply',
      recipient: replyAddress,
      sentAs: formatAddress(entry.alias.address),
      destination: 'author@sender.test',
      queueKey: 'sender.test',
      mailFrom: 'jane@example.com',
      headerFrom: 'jane@example.com',
    }),
    `From: Jane <jane@example.com>\r\nTo: ${replyAddress}, anything@own.test\r\nCc: ${formatAddress(ann.replyAddress)}\r\nSubject: Re: Hello\r\nMessage-ID: <2@example.com>\r\n\r\nanything@own.test wrote: Hi.\r\n`,
  );
  expect(answer.message.rcptTo).toBe('author@sender.test');
  expect(answer.message.mailFrom).toMatch(/@own\.test$/);
  expect(answer.text).toContain('\r\nFrom: anything@own.test\r\n');
  expect(answer.text).toContain('\r\nTo: author@sender.test\r\n');
  expect(answer.text).toContain('\r\nCc: ann@other.test\r\n');
  expect(answer.text).toMatch(/\r\nMessage-ID: <[^>]+@own\.test>\r\n/i);
  expect(answer.text).not.toMatch(/jane|example\.com|\*@/i);

  // The answer to that comes to the address, and so to the same alias and contact.
  const next = await directory.lookUp(address('anything@own.test'));
  expect(next).toMatchObject({ kind: 'unknown_alias', domain: { catchAll: { alias: { id: aliasId } } } });
  expect(await ensure({ address: address('Author@sender.test') }, address('Anything@own.test'))).toEqual(
    contact,
  );
});

it('the same author has a reply address for each address that he knows', async () => {
  const data = (recipient: string) =>
    `From: Author <author@sender.test>\r\nTo: ${recipient}\r\nSubject: Hello\r\n\r\nHi.\r\n`;
  const texts = [];
  for (const recipient of ['one@own.test', 'two@own.test'])
    texts.push((await send(forwardTo(recipient), data(recipient))).text);
  const authors = texts.map((text) => /^From: .*<(.+)>/m.exec(text)?.[1] ?? '');
  expect(new Set(authors).size).toBe(2);
  for (const [index, author] of authors.entries())
    expect(await directory.lookUp(address(author))).toMatchObject({
      alias: { address: { localPart: ['one', 'two'][index] } },
    });
});
