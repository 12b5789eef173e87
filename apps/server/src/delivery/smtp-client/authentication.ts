import type { SmtpReply } from '@smtpy/mail';
import type { Extensions } from './extensions.ts';
import type { Failure } from './dialogue.ts';
import type { Wire } from './wire.ts';

/** What a relay knows us by. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Proves who we are with PLAIN (RFC 4616) or, where that is not offered, LOGIN. Undefined means that it worked. */
export async function authenticate(
  wire: Wire,
  extensions: Extensions,
  { credentials, timeoutMs }: { readonly credentials: Credentials; readonly timeoutMs: number },
): Promise<Failure | undefined> {
  const dialogue = chooseDialogue(extensions.authMechanisms, credentials);
  if (dialogue === undefined) {
    return { stage: 'auth', explanation: 'the relay offers neither AUTH PLAIN nor AUTH LOGIN' };
  }
  let reply: SmtpReply | undefined;
  for (const line of dialogue) {
    // RFC 4954 §4: 334 asks for the next line; anything else ends the exchange.
    if (reply !== undefined && reply.code !== 334) break;
    wire.write(`${line}\r\n`);
    reply = await wire.readReply({ stage: 'auth', timeoutMs });
  }
  return reply?.code === 235 ? undefined : { stage: 'auth', ...(reply && { reply }) };
}

function chooseDialogue(
  mechanisms: readonly string[],
  credentials: Credentials,
): readonly string[] | undefined {
  const { username, password } = credentials;
  if (mechanisms.includes('PLAIN')) return [`AUTH PLAIN ${base64(`\0${username}\0${password}`)}`];
  if (mechanisms.includes('LOGIN')) return ['AUTH LOGIN', base64(username), base64(password)];
  return undefined;
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
