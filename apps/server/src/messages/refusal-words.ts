import { clean, textOf } from './sentences.ts';
import { shownSender } from './shown-sender.ts';

const stages: Readonly<Record<string, string>> = {
  mail: 'when it named its sender',
  rcpt: 'when it named the recipient',
  data: 'after its content',
};

/**
 * What was refused before acceptance, out of the data of a `refused` event, with what follows: `550 to ann@b.example [192.0.2.1], for
 * shop@my.example, when it named the recipient: mailboxUnknown; its sender is told that it failed`. Tolerant, and cleaned.
 */
export function describeRefusal(data: Readonly<Record<string, unknown>>): string {
  const { code, mailFrom, ip, stage, recipient, reason } = data;
  const client = textOf(ip);
  const sender = shownSender(textOf(mailFrom) ?? '*');
  const where = Object.hasOwn(stages, textOf(stage) ?? '') ? stages[textOf(stage) ?? ''] : undefined;
  const parts = [
    `${typeof code === 'number' ? String(code) : 'refused'} to ${sender}${client === undefined ? '' : ` [${client}]`}`,
    textOf(recipient) === undefined ? undefined : `for ${textOf(recipient) ?? ''}`,
    where,
  ];
  const said = parts.filter((part) => part !== undefined).join(', ');
  return clean(`${said}: ${textOf(reason) ?? 'no reason was recorded'}; ${sequel(code)}`);
}

/** RFC 5321 §4.2.1: the sender's server keeps what is refused with 4xx and tries again. */
function sequel(code: unknown): string {
  return typeof code === 'number' && code < 500
    ? 'its server may try again'
    : 'its sender is told that it failed';
}
