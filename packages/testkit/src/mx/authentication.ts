/** What a client authenticates with. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

const decode = (base64: string | undefined): string => Buffer.from(base64 ?? '', 'base64').toString('utf8');

/**
 * Reads the credentials of AUTH PLAIN (RFC 4616) or LOGIN. `prompt` sends a 334 and gives the client's next line, or
 * `undefined` when it has gone. Gives `undefined` for any other mechanism.
 */
export async function readCredentials(
  argument: string,
  prompt: (reply: string) => Promise<string | undefined>,
): Promise<Credentials | undefined> {
  const [mechanism = '', initial] = argument.split(' ');
  switch (mechanism.toUpperCase()) {
    case 'PLAIN': {
      const [, username = '', password = ''] = decode(initial ?? (await prompt('334 '))).split('\0');
      return { username, password };
    }
    case 'LOGIN': {
      const username = decode(initial ?? (await prompt('334 VXNlcm5hbWU6')));
      return { username, password: decode(await prompt('334 UGFzc3dvcmQ6')) };
    }
    default:
      return undefined;
  }
}
