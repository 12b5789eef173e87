/**
 * Purpose: an SMTP client that says exactly what a test wants it to say: line by line (`openSmtpDialog`), from a script
 * (`runDialog`), one message (`sendMail`), or thousands (`sendMany`).
 * Standards: RFC 5321, RFC 2920 (pipelining), RFC 3207 (STARTTLS).
 * Guarantees: octets go out as given. Every wait has a deadline, 10 s unless said otherwise.
 * Fails with: an `Error` that ends with the conversation so far.
 * Security: certificates are not verified unless `tls.rejectUnauthorized` says so.
 */
export type { DialogReply } from './reply.ts';
export { stuffDots, unstuffDots } from './dot-stuffing.ts';
export {
  openSmtpDialog,
  type ReadOptions,
  type ReplyExpectation,
  type SmtpDialog,
  type SmtpDialogOptions,
} from './smtp-dialog.ts';
export { runDialog, type RunDialogOptions } from './dialog-script.ts';
export { sendMail, type SendMailOptions, type SendMailReplies } from './send-mail.ts';
export {
  sendMany,
  type LoadMessage,
  type SendManyOptions,
  type SendManyResult,
  type SentMessage,
} from './send-many.ts';
