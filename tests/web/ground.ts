import { type ApiClient, sendMail, type SendMailReplies } from '@smtpy/testkit';
import { nameFor } from './journey.ts';
import type { Way } from './hand.ts';
import { bodyOf, confirmMailbox, makePerson, publish, type WantedRecord, type World } from './world.ts';

/** Where a journey begins whose way there is told by another one: a person with an active domain and confirmed mailboxes. */
export interface Ground {
  readonly person: ApiClient;
  readonly email: string;
  readonly domain: string;
  readonly domainId: string;
  /** The first one is where aliases forward to by themselves. */
  readonly mailboxes: readonly string[];
  /** Makes an alias on the domain and gives its address. */
  addAlias(localPart: string): Promise<string>;
}

/** Makes one over HTTP for this way of a journey. */
export async function prepareGround(
  world: World,
  {
    what,
    way,
    mailboxes: names = ['inbox'],
  }: { readonly what: string; readonly way: Way; readonly mailboxes?: readonly string[] },
): Promise<Ground> {
  const name = nameFor(what, way);
  const email = `${name}@account.example`;
  const person = await makePerson(world, { email, name });
  const domain = `${name}.example`;
  const { id: domainId } = bodyOf<{ id: string }>(await person.post('/v1/domains', { name: domain }), 201);
  const records = await person.get(`/v1/domains/${domainId}/records`);
  publish(world.dns, bodyOf<{ items: readonly WantedRecord[] }>(records, 200).items);
  bodyOf(await person.post(`/v1/domains/${domainId}/check`), 200);
  const mailboxes = names.map((localPart) => `${localPart}-${name}@provider.example`);
  for (const address of mailboxes) {
    bodyOf(await person.post('/v1/mailboxes', { address }), 201);
    await confirmMailbox(world, address);
  }
  return {
    person,
    email,
    domain,
    domainId,
    mailboxes,
    addAlias: async (localPart) => {
      const wish = { local_part: localPart, domain_id: domainId };
      return bodyOf<{ address: string }>(await person.post('/v1/aliases', wish), 201).address;
    },
  };
}

/** A short text from somebody whose server may send for them. */
export function writeTo(
  { server }: World,
  {
    rcptTo,
    subject,
    from = 'ann@sender.example',
  }: { readonly rcptTo: string; readonly subject: string; readonly from?: string },
): Promise<SendMailReplies> {
  return sendMail({
    port: server.smtpPort,
    mailFrom: from,
    rcptTo: [rcptTo],
    data: `From: ${from}\r\nTo: ${rcptTo}\r\nSubject: ${subject}\r\nDate: ${new Date().toUTCString()}\r\n\r\nThis is what it says.\r\n`,
  });
}
