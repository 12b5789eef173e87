import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKeyPairPem, type KeyPairPem, sendMail, signWithDkim } from '@smtpy/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loopToken } from '../forwarding/index.ts';
import { makeAlias, organizations } from './testdata/entries.ts';
import { type ReceivingWorld, startReceivingWorld, testKeys } from './testdata/receiving-world.ts';

let dataDir: string;
let keys: KeyPairPem;
let world: ReceivingWorld;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'smtpy-inbound-'));
  keys = await generateKeyPairPem();
});
beforeEach(async () => {
  world = await startReceivingWorld({ dataDir });
});
afterEach(() => world[Symbol.asyncDispose]());
afterAll(() => rm(dataDir, { recursive: true }));

const jane = 'jane@mailbox.example';

function write(
  fields: { readonly headerFrom?: string; readonly headerTo?: string; readonly more?: string } = {},
) {
  const { headerFrom = jane, headerTo = 'r-bob@alias.example', more = '' } = fields;
  return `From: Jane <${headerFrom}>\r\nTo: ${headerTo}\r\n${more}Subject: Re: x\r\n\r\nhello\r\n`;
}

function send(rcptTo: readonly string[], data: string | Buffer = write(), mailFrom = jane) {
  return sendMail({ port: world.port, mailFrom, rcptTo, data });
}

/** The provider of the mailbox publishes an SPF record that lets this machine send. */
function publishSpf(domain = 'mailbox.example'): void {
  world.dns.set(domain, 'TXT', ['v=spf1 ip4:127.0.0.1 -all']);
}

function sign(data: string, domain = 'mailbox.example'): Promise<Buffer> {
  world.dns.set(`s1._domainkey.${domain}`, 'TXT', [keys.dkimRecord]);
  return signWithDkim(Buffer.from(data), { domain, selector: 's1', privateKeyPem: keys.privateKeyPem });
}

function onlyMessage() {
  const messages = world.queue.acceptances.flatMap((acceptance) => acceptance.messages);
  expect(messages).toHaveLength(1);
  const message = messages[0];
  if (message === undefined) throw new Error('no message');
  return message;
}

function onlyDeliveries() {
  return onlyMessage().deliveries.map(({ id: _id, ...rest }) => rest);
}

const toBob = {
  kind: 'reply',
  recipient: 'r-bob@alias.example',
  aliasId: 'alias:shop@alias.example',
  contactId: 'contact:alias:shop@alias.example:bob@contact.example',
  mailboxId: 'mailbox:jane@mailbox.example',
  destination: 'bob@contact.example',
  sentAs: 'shop@alias.example',
  mode: 'rewrite',
} as const;

describe('a reply', () => {
  it('of a mailbox that SPF proves goes out as the alias', async () => {
    publishSpf();
    expect((await send(['R-Bob@alias.example'])).last.code).toBe(250);
    expect(onlyMessage()).toMatchObject({ organizationId: organizations.first, mailFrom: jane });
    expect(onlyDeliveries()).toEqual([toBob]);
    expect(world.contacts).toEqual([]);
  });

  it.each(['with', 'without'])(
    'of a mailbox that DKIM proves goes out, %s a DMARC record',
    async (record) => {
      if (record === 'with') world.dns.set('_dmarc.mailbox.example', 'TXT', ['v=DMARC1; p=none']);
      await send(['r-bob@alias.example'], await sign(write()));
      expect(onlyDeliveries()).toEqual([toBob]);
    },
  );

  it('signed by a subdomain is proven only where a DMARC record allows it', async () => {
    await send(['r-bob@alias.example'], await sign(write(), 'mx.mailbox.example'));
    expect(onlyDeliveries()).toEqual([{ ...toBob, holdReason: 'unproven_sender' }]);
    world.queue.acceptances.length = 0;
    world.dns.set('_dmarc.mailbox.example', 'TXT', ['v=DMARC1; p=none']);
    // The world keeps answers, absent ones as well.
    world.clock.advance(86_400_000);
    await send(['r-bob@alias.example'], await sign(write(), 'mx.mailbox.example'));
    expect(onlyDeliveries()).toEqual([toBob]);
  });

  it.each([
    ['that was written to others', ''],
    ['with another To above', 'To: r-bob@alias.example\r\n'],
  ])('signed by the owner, %s, sent again by a stranger, waits for the owner', async (_name, above) => {
    const signed = await sign(write({ headerTo: 'friends@list.example' }));
    await send(['r-bob@alias.example'], Buffer.concat([Buffer.from(above), signed]), '');
    expect(onlyDeliveries()).toEqual([{ ...toBob, holdReason: 'unproven_sender' }]);
  });

  it('without proof waits for the owner', async () => {
    expect((await send(['r-bob@alias.example'])).last.code).toBe(250);
    expect(onlyDeliveries()).toEqual([{ ...toBob, holdReason: 'unproven_sender' }]);
  });

  it("with the victim's From and another envelope waits, though that envelope is proven", async () => {
    publishSpf('evil.example');
    expect((await send(['r-bob@alias.example'], write(), 'eve@evil.example')).last.code).toBe(250);
    expect(onlyDeliveries()).toEqual([{ ...toBob, holdReason: 'unproven_sender' }]);
  });

  it('of a stranger is refused, and nothing is told', async () => {
    publishSpf('evil.example');
    const data = write({ headerFrom: 'eve@evil.example' });
    const { last } = await send(['r-bob@alias.example'], data, 'eve@evil.example');
    expect(last).toMatchObject({ code: 550, text: '5.7.1 This address takes mail from its owner only' });
    expect(world.refusals).toContainEqual({ stage: 'data', code: 550, reason: 'notTheOwner' });
    expect(world.queue.acceptances).toEqual([]);
    expect(world.contacts).toEqual([]);
  });

  it('through an alias without a confirmed mailbox is refused for everybody', async () => {
    publishSpf();
    expect((await send(['r-bob-of-unconfirmed@alias.example'])).last.code).toBe(550);
  });

  it('of a mailbox of another alias, or of another organization, is that of a stranger', async () => {
    publishSpf();
    const data = write({ headerFrom: 'joe@mailbox.example' });
    expect((await send(['r-bob@alias.example'], data, 'joe@mailbox.example')).last.code).toBe(550);
  });

  it('goes out also where the alias is switched off', async () => {
    publishSpf();
    await send(['r-bob-of-off@alias.example'], write({ headerTo: 'r-bob-of-off@alias.example' }));
    expect(onlyDeliveries()).toMatchObject([{ kind: 'reply', sentAs: 'off@alias.example' }]);
  });

  it('with a null sender is an automatic answer, and needs DKIM', async () => {
    publishSpf('client.test');
    await send(['r-bob@alias.example'], write(), '');
    expect(onlyDeliveries()).toEqual([{ ...toBob, holdReason: 'unproven_sender' }]);
    world.queue.acceptances.length = 0;
    const data = await sign(write({ headerTo: 'r-bob@alias.example, whoever@contact.example' }));
    await send(['r-bob@alias.example'], data, '');
    expect(onlyMessage().mailFrom).toBe('');
    expect(onlyDeliveries()).toEqual([toBob]);
  });

  it('that fails a DMARC policy of reject is refused before anybody is asked', async () => {
    world.dns.set('_dmarc.mailbox.example', 'TXT', ['v=DMARC1; p=reject']);
    const { last } = await send(['r-bob@alias.example'], write(), 'eve@evil.example');
    expect(last).toMatchObject({ code: 550, text: /^5\.7\.26/ });
  });

  it('in which the alias sees what it has sent on is a loop', async () => {
    publishSpf();
    const token = loopToken(makeAlias('shop@alias.example').id, testKeys.loopKey);
    const { last } = await send(['r-bob@alias.example'], write({ more: `X-SMTPy-Loop: ${token}\r\n` }));
    expect(last).toMatchObject({ code: 554, text: /^5\.4\.6/ });
  });
});

describe('several recipients', () => {
  beforeEach(() => {
    publishSpf();
  });

  it('are each replied to, a destination once, and forwards count apart', async () => {
    const rcptTo = [
      'r-bob@alias.example',
      'r-ann@alias.example',
      'r-bob-of-pair@alias.example',
      'other@alias.example',
    ];
    await send(rcptTo, write({ headerTo: rcptTo.join(', ') }));
    const ann = { recipient: 'r-ann@alias.example', destination: 'ann@contact.example' };
    expect(onlyDeliveries()).toMatchObject([
      toBob,
      { ...toBob, ...ann, contactId: 'contact:alias:shop@alias.example:ann@contact.example' },
      { kind: 'reply', recipient: 'r-bob-of-pair@alias.example', discardReason: 'duplicate_destination' },
      { recipient: 'other@alias.example', destination: 'joe@mailbox.example' },
    ]);
  });

  it('beside ordinary people wait for the owner', async () => {
    await send(['r-bob@alias.example'], write({ more: 'Cc: Eve <eve@elsewhere.example>\r\n' }));
    expect(onlyDeliveries()).toEqual([{ ...toBob, holdReason: 'mixed_recipients' }]);
  });

  it.each([
    ['the alias and the mailbox itself', 'shop@alias.example, Jane@mailbox.example'],
    ['a contact that nobody has made yet', 'shop+new=contact.example@alias.example'],
    ['a list without addresses', 'undisclosed-recipients:;'],
  ])('that are %s are no ordinary people', async (_, headerTo) => {
    await send(['r-bob@alias.example'], write({ headerTo }));
    expect(onlyDeliveries()).toEqual([toBob]);
  });

  it.each([
    ["another organization's alias", 'sales@second.example'],
    ['an address of ours that is nobody', 'nobody@alias.example'],
    [
      'more people than anybody looks up',
      Array.from({ length: 51 }, (_, n) => `shop+u${n}=c.example@alias.example`).join(', '),
    ],
  ])('that are %s are', async (_, headerTo) => {
    await send(['r-bob@alias.example'], write({ headerTo }));
    expect(onlyDeliveries()).toEqual([{ ...toBob, holdReason: 'mixed_recipients' }]);
  });

  it('that are refused are recorded where another one is not', async () => {
    const joe = 'joe@mailbox.example';
    const rcptTo = ['r-bob@alias.example', 'r-bob-of-pair@alias.example'];
    await send(rcptTo, write({ headerFrom: joe, headerTo: rcptTo.join(', ') }), joe);
    expect(onlyDeliveries()).toEqual([
      {
        kind: 'reply',
        recipient: 'r-bob@alias.example',
        aliasId: 'alias:shop@alias.example',
        mode: 'rewrite',
        discardReason: 'not_the_owner',
      },
      {
        kind: 'reply',
        recipient: 'r-bob-of-pair@alias.example',
        aliasId: 'alias:pair@alias.example',
        contactId: 'contact:alias:pair@alias.example:bob@contact.example',
        mailboxId: 'mailbox:joe@mailbox.example',
        destination: 'bob@contact.example',
        sentAs: 'pair@alias.example',
        mode: 'rewrite',
      },
    ]);
  });

  it('fail together when nobody can be asked who they are', async () => {
    const { last } = await send(['r-bob@alias.example'], write({ more: 'Cc: failing@alias.example\r\n' }));
    expect(last.code).toBe(451);
  });
});

describe('a contact in the address', () => {
  const recipient = 'shop+new=contact.example@alias.example';

  it('is made when its first mail is proven', async () => {
    publishSpf();
    expect((await send([recipient], write({ headerTo: recipient }))).last.code).toBe(250);
    expect(onlyDeliveries()).toEqual([
      {
        ...toBob,
        recipient,
        contactId: 'contact:alias:shop@alias.example:new@contact.example',
        destination: 'new@contact.example',
      },
    ]);
    expect(world.contacts).toEqual([
      { aliasId: 'alias:shop@alias.example', address: 'new@contact.example', displayName: undefined },
    ]);
  });

  it('is not made for mail that waits, and strangers are told no more than the owner', async () => {
    await send([recipient], write({ headerTo: recipient }));
    const { contactId: _none, ...withoutContact } = toBob;
    expect(onlyDeliveries()).toEqual([
      { ...withoutContact, recipient, destination: 'new@contact.example', holdReason: 'unproven_sender' },
    ]);
    world.queue.acceptances.length = 0;
    const data = write({ headerFrom: 'eve@evil.example' });
    expect((await send([recipient], data, 'eve@evil.example')).last.code).toBe(250);
    expect(onlyDeliveries()).toMatchObject([{ kind: 'reply', discardReason: 'not_the_owner' }]);
    expect(world.contacts).toEqual([]);
  });
});
