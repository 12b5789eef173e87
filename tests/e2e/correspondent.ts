import {
  type DnsServer,
  generateKeyPairPem,
  type KeyPairPem,
  type ReceivedMessage,
  type ScriptedMx,
  sendMail,
  type SendMailReplies,
  signWithDkim,
  waitFor,
} from '@smtpy/testkit';

/** What is sent. Values of `fields` are written as they are; To, From, Date, Message-ID and MIME-Version are there by themselves. */
export interface Letter {
  /** Envelope recipients; the header names them too, unless `fields` has a To. */
  readonly rcptTo: readonly string[];
  /** Default: the correspondent's address. Empty for the null reverse path. */
  readonly mailFrom?: string;
  readonly fields?: Readonly<Record<string, string>>;
  /** Default: a line of text. Lines end in CRLF or LF; a Buffer is sent as it is. */
  readonly body?: string | Buffer;
  /** Whether the domain's key signs it. Default true. */
  readonly isSigned?: boolean;
}

/** Somebody with an address elsewhere, who sends to SMTPy and receives from it. */
export interface Correspondent {
  readonly address: string;
  readonly domain: string;
  /** Sends and gives the replies together with the message as it was sent. */
  send(letter: Letter): Promise<SendMailReplies & { readonly messageId: string; readonly sent: Buffer }>;
  /** What arrived for the address so far, oldest first. */
  received(): readonly ReceivedMessage[];
  /** Waits until as many messages have arrived, and gives the last of them. */
  awaitMail(count: number): Promise<ReceivedMessage>;
}

/** Where the correspondent lives. */
export interface CorrespondentWorld {
  readonly dns: DnsServer;
  readonly mx: ScriptedMx;
  readonly server: { readonly smtpPort: number };
}

/** What the domain publishes. */
export interface CorrespondentOptions {
  /** Name in From. */
  readonly name?: string;
  /** Whether SPF names the address that these tests send from. Default true; otherwise there is no record. */
  readonly hasSpf?: boolean;
  /** DMARC policy; default none. */
  readonly dmarc?: 'none' | 'quarantine' | 'reject';
  /** Where SMTPy listens, when not on 127.0.0.1. */
  readonly host?: string;
}

const keys = new Map<string, Promise<KeyPairPem>>();
let count = 0;

/** Moves in: publishes MX, SPF, DKIM and DMARC of the domain, with the scripted MX of the world as its MX. */
export async function createCorrespondent(
  { dns, mx, server }: CorrespondentWorld,
  address: string,
  { name, hasSpf = true, dmarc = 'none', host }: CorrespondentOptions = {},
): Promise<Correspondent> {
  const domain = address.slice(address.lastIndexOf('@') + 1);
  const key = await keyOf(domain);
  dns.set(domain, 'MX', [{ preference: 10, exchange: `mx.${domain}` }]);
  dns.set(`mx.${domain}`, 'A', [mx.host]);
  if (hasSpf) dns.set(domain, 'TXT', ['v=spf1 ip4:127.0.0.1 -all']);
  dns.set(`_dmarc.${domain}`, 'TXT', [`v=DMARC1; p=${dmarc}`]);
  dns.set(`test._domainkey.${domain}`, 'TXT', [key.dkimRecord]);
  const received = () => mx.messages.filter(({ rcptTo }) => rcptTo.includes(address));
  return {
    address,
    domain,
    received,
    awaitMail: (wanted) =>
      waitFor(() => received()[wanted - 1], {
        what: `message ${String(wanted)} for ${address}`,
        timeoutMs: 30_000,
      }),
    send: async (letter) => {
      count += 1;
      const messageId = letter.fields?.['Message-ID'] ?? `<letter-${String(count)}@${domain}>`;
      const written = writeLetter(letter, { headerFrom: formatFrom(name, address), messageId });
      const data =
        letter.isSigned === false
          ? written
          : await signWithDkim(written, { domain, selector: 'test', privateKeyPem: key.privateKeyPem });
      const replies = await sendMail({
        port: server.smtpPort,
        ...(host === undefined ? {} : { host }),
        helo: `out.${domain}`,
        mailFrom: letter.mailFrom ?? address,
        rcptTo: letter.rcptTo,
        data,
      });
      return { ...replies, messageId, sent: data };
    },
  };
}

function keyOf(domain: string): Promise<KeyPairPem> {
  const known = keys.get(domain) ?? generateKeyPairPem();
  keys.set(domain, known);
  return known;
}

function formatFrom(name: string | undefined, address: string): string {
  return name === undefined ? address : `${name} <${address}>`;
}

function writeLetter(
  { rcptTo, fields = {}, body = 'Hello.\n' }: Letter,
  { headerFrom, messageId }: { readonly headerFrom: string; readonly messageId: string },
): Buffer {
  const header: Readonly<Record<string, string>> = {
    From: headerFrom,
    To: rcptTo.join(', '),
    Subject: 'A letter',
    Date: new Date().toUTCString().replace('GMT', '+0000'),
    'Message-ID': messageId,
    'MIME-Version': '1.0',
    ...fields,
  };
  const lines = Object.entries(header).map(([field, value]) => `${field}: ${value}\r\n`);
  const octets = typeof body === 'string' ? Buffer.from(body.replace(/\r?\n/gu, '\r\n')) : body;
  return Buffer.concat([Buffer.from(`${lines.join('')}\r\n`), octets]);
}

/** The header block of a message as text, unfolded. */
export function headerOf(message: Buffer): string {
  return message
    .subarray(0, message.indexOf('\r\n\r\n') + 2)
    .toString('latin1')
    .replace(/\r\n[ \t]+/gu, ' ');
}

/** The value of the first field of a name; empty when there is none. */
export function fieldOf(message: Buffer, name: string): string {
  return new RegExp(`^${name}: *(.*)\r$`, 'imu').exec(headerOf(message))?.[1] ?? '';
}

/** The address in angle brackets, or the whole value. */
export function addressIn(value: string): string {
  return /<([^>]*)>/u.exec(value)?.[1] ?? value;
}

/** The octets behind the header block. */
export function bodyOf(message: Buffer): Buffer {
  return message.subarray(message.indexOf('\r\n\r\n') + 4);
}
