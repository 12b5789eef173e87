import { waitFor } from '../time/index.ts';

/** A mail that the sandbox caught. */
export interface CapturedMail {
  readonly rcptTo: string;
  readonly subject: string;
  /** The octets as they would have been sent, with quoted-printable undone. */
  readonly text: string;
}

/** How long a mail may take from the answer that announced it to its capture. */
const mailTimeoutMs = 20_000;

/** What the sandbox of a server caught for an address, newest first; read from its pages. */
export async function readCapturedMails(baseUrl: string, rcptTo: string): Promise<readonly CapturedMail[]> {
  const list = await (await fetch(`${baseUrl}/sandbox`)).text();
  const ids = new Set(Array.from(list.matchAll(/\/sandbox\/([0-9a-f-]{36})/g), ([, id]) => id ?? ''));
  const mails = await Promise.all(Array.from(ids, (id) => readMail(baseUrl, id)));
  return mails.filter((mail) => mail.rcptTo.toLowerCase() === rcptTo.toLowerCase());
}

/**
 * The newest link to a page with this path in mail to an address, such as `/verify-email`. Waits until there is one that is not in `except`.
 */
export async function waitForLink(
  baseUrl: string,
  {
    rcptTo,
    path,
    except = [],
  }: { readonly rcptTo: string; readonly path: string; readonly except?: readonly string[] },
): Promise<URL> {
  return waitFor(
    async () => {
      const mails = await readCapturedMails(baseUrl, rcptTo);
      const links = mails.flatMap(({ text }) =>
        Array.from(text.matchAll(/https?:\/\/[^\s"<>]+/g), ([link]) => link.replaceAll('&amp;', '&')),
      );
      return links
        .filter((link) => URL.canParse(link) && !except.includes(link))
        .map((link) => new URL(link))
        .find((url) => url.pathname === path);
    },
    { what: `a mail to ${rcptTo} with a link to ${path}`, timeoutMs: mailTimeoutMs },
  );
}

async function readMail(baseUrl: string, id: string): Promise<CapturedMail> {
  const source = await (await fetch(`${baseUrl}/sandbox/${id}/source`)).text();
  const field = (name: string): string =>
    new RegExp(`^${name}: *(.*)$`, 'im').exec(source)?.[1]?.trim() ?? '';
  return {
    rcptTo: field('To').replace(/^.*<|>.*$/g, ''),
    subject: field('Subject'),
    text: undoQuotedPrintable(source),
  };
}

/** RFC 2045 §6.7, for ASCII. */
function undoQuotedPrintable(text: string): string {
  if (!/^content-transfer-encoding: *quoted-printable/im.test(text)) return text;
  return text
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
