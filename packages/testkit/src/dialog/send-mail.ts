import { openSmtpDialog, type SmtpDialog, type SmtpDialogOptions } from './smtp-dialog.ts';
import type { DialogReply } from './reply.ts';

/** One message to send. */
export interface SendMailOptions extends SmtpDialogOptions {
  readonly port: number;
  /** Without angle brackets; empty for the null reverse path. */
  readonly mailFrom: string;
  /** Without angle brackets. */
  readonly rcptTo: readonly string[];
  /** Content with CRLF line ends; dot-stuffed here. A missing final CRLF is added, as the final dot needs a line of its own. */
  readonly data: Buffer | string;
  /** Name given in EHLO. Default `client.test`. */
  readonly helo?: string;
  /** Parameters after MAIL FROM: `['SMTPUTF8', 'SIZE=100']`. */
  readonly mailParameters?: readonly string[];
  /** Whether to use STARTTLS first. Default false. */
  readonly isTls?: boolean;
}

/** The replies, as far as the conversation came. Each stage is tried only when the one before was accepted. */
export interface SendMailReplies {
  readonly greeting: DialogReply;
  /** The last one, where STARTTLS made a second EHLO necessary. */
  readonly ehlo?: DialogReply;
  readonly mail?: DialogReply;
  /** One per recipient, in order. */
  readonly rcpt: readonly DialogReply[];
  /** The reply to DATA, which is sent when at least one recipient was accepted. */
  readonly data?: DialogReply;
  /** The reply to the final dot. */
  readonly body?: DialogReply;
  /** The last reply before QUIT. */
  readonly last: DialogReply;
}

/** Sends one message over a connection of its own. Rejects only when the connection breaks or a deadline passes. */
export async function sendMail(options: SendMailOptions): Promise<SendMailReplies> {
  await using dialog = await openSmtpDialog(options.port, options);
  const replies = await converse(dialog, options);
  // Some servers close at once after a 421; the message's fate is known by then.
  if (replies.last.code !== 421) await dialog.command('QUIT');
  return replies;
}

async function converse(dialog: SmtpDialog, options: SendMailOptions): Promise<SendMailReplies> {
  const greeting = await dialog.read();
  if (greeting.code !== 220) return { greeting, rcpt: [], last: greeting };
  const ehlo = await introduce(dialog, options);
  if (ehlo.code !== 250) return { greeting, ehlo, rcpt: [], last: ehlo };
  const mail = await dialog.command(formatMail(options));
  if (mail.code !== 250) return { greeting, ehlo, mail, rcpt: [], last: mail };
  const rcpt: DialogReply[] = [];
  for (const recipient of options.rcptTo) rcpt.push(await dialog.command(`RCPT TO:<${recipient}>`));
  const lastRcpt = rcpt.at(-1) ?? mail;
  const accepted = rcpt.some((reply) => reply.code >= 200 && reply.code < 300);
  if (!accepted) return { greeting, ehlo, mail, rcpt, last: lastRcpt };
  const data = await dialog.command('DATA');
  if (data.code !== 354) return { greeting, ehlo, mail, rcpt, data, last: data };
  const body = await dialog.sendContent(options.data);
  return { greeting, ehlo, mail, rcpt, data, body, last: body };
}

/** EHLO and, where wanted, STARTTLS with a second EHLO, after the greeting was read. */
export async function introduce(
  dialog: SmtpDialog,
  options: { readonly helo?: string; readonly isTls?: boolean },
): Promise<DialogReply> {
  const command = `EHLO ${options.helo ?? 'client.test'}`;
  const ehlo = await dialog.command(command);
  if (options.isTls !== true || ehlo.code !== 250) return ehlo;
  await dialog.startTls();
  return dialog.command(command);
}

function formatMail(options: SendMailOptions): string {
  return [`MAIL FROM:<${options.mailFrom}>`, ...(options.mailParameters ?? [])].join(' ');
}
