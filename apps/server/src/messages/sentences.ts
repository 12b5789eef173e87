import { maskAddress, stripControl } from '@smtpy/mail';
import type { AuthenticationFacts, ConnectionFacts } from '../queue/index.ts';

/**
 * `mail-ej1.example.com [203.0.113.7], TLS 1.3`. The greeting stands for a name that was not verified, and is marked. Without an address
 * the client is not kept.
 */
export function formatClient({ ip, clientName, helo, tls }: ConnectionFacts): string {
  if (ip === '') return `client not kept, ${clean(formatTls(tls))}`;
  const name = clientName ?? (helo === '' ? 'unknown' : `"${helo}"`);
  return clean(`${name} [${ip}], ${formatTls(tls)}`);
}

/** `SPF pass · DKIM pass (example.com) · DMARC pass`; ARC only where the message has a chain. */
export function formatAuthentication({ spf, dkim, dmarc, arc }: AuthenticationFacts): string {
  const signatures =
    dkim.length === 0
      ? ['DKIM none']
      : dkim.map(({ result, domain }) => `DKIM ${result}${domain === '' ? '' : ` (${domain})`}`);
  const chain = arc.result === 'none' ? [] : [`ARC ${arc.result}`];
  return clean([`SPF ${spf.result}`, ...signatures, `DMARC ${dmarc.result}`, ...chain].join(' · '));
}

/**
 * What an attempt met, out of recorded evidence: host, TLS and the remote reply, or our own words. Tolerant: the record may
 * be of another version of the program.
 */
export function formatEvidence(evidence: Readonly<Record<string, unknown>>): string {
  const host = textOf(evidence['host']);
  const tls = host === undefined ? undefined : formatTls(textOf(evidence['tls']));
  const where = [host, tls].filter((part) => part !== undefined).join(', ');
  const what =
    formatReply(evidence['reply']) ??
    textOf(evidence['explanation']) ??
    `ended at stage ${textOf(evidence['stage']) ?? 'unknown'}`;
  return clean(where === '' ? what : `${where}: ${what}`);
}

/** `550 5.1.1 No such user`; undefined for what is no recorded reply. */
export function formatReply(reply: unknown): string | undefined {
  if (typeof reply !== 'object' || reply === null) return undefined;
  const { code, enhanced, text } = reply as Readonly<Record<string, unknown>>;
  const words = [typeof code === 'number' ? String(code) : undefined, textOf(enhanced), textOf(text)];
  return words.filter((word) => word !== undefined && word !== '').join(' ');
}

function formatTls(tls: string | undefined): string {
  return tls === undefined ? 'no TLS' : tls.replace(/^TLSv/, 'TLS ');
}

/** The value when it is text: records may be of another version of the program. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Words of a peer on one line, fit for a terminal. */
export function clean(text: string): string {
  return stripControl(text.replace(/\s*\r?\n\s*/g, ' / '));
}

/** Why a delivery ended without an attempt, in words. */
const reasons: Readonly<Record<string, string>> = {
  alias_disabled: 'the alias is switched off',
  duplicate_destination: 'this mailbox gets the message by another alias',
  bounce_report: 'a report about a message that we sent; it is on the timeline of that message',
  own_reply: 'it is a reply that leaves as this alias; its writer has it already',
  forwarding_loop: 'it has been here before: the mailbox sends it back to us',
  not_the_owner: 'only the mailboxes of the alias may write to a reply address',
  alias_expired: 'the alias has expired; give it more time or more messages to get its mail',
  sender_blocked: 'the sender is blocked; allow it to get its mail',
  rule_blocked: 'a rule blocks it; change the rule to get mail like it',
  rule_discarded: 'a rule discards it; change the rule to get mail like it',
  dmarc_reject: 'it fails DMARC, and the domain in From asks for refusal; the others allow the sender',
};

/** A reason code in words; an unknown one as it is. */
export function explainReason(reason: string | undefined): string {
  if (reason === undefined) return 'nothing was to be sent';
  return reasons[reason] ?? clean(reason);
}

/** Why a delivery waits for a person, in words. */
const holds: Readonly<Record<string, string>> = {
  unproven_sender: 'nothing proves that the mailbox sent it; it waits to be confirmed',
  mixed_recipients: 'it also names people who see the mailbox in it; it waits to be confirmed',
  dmarc:
    'in quarantine: it fails DMARC, and the domain in From asks for that; release it if you expected it, or delete it',
  spam: 'in quarantine: taken for spam; release it if it is none, or delete it',
  other_sender:
    'in quarantine: the alias expects other senders; release it, and allow the sender if it may write, or delete it',
  preview:
    'in quarantine: all mail for this alias waits until its owner has seen it; release it or delete it',
  rule: 'in quarantine: a rule put it there; release it or delete it',
  not_encrypted:
    'in quarantine: it must leave encrypted, and cannot; give the mailbox a key that works, then release it',
};

/** The reason of a hold in words; an unknown one as it is. */
export function explainHold(reason: string | undefined): string {
  return holds[reason ?? ''] ?? `it waits to be confirmed${reason === undefined ? '' : `: ${clean(reason)}`}`;
}

/**
 * `j…@provider.example reported: hard failure, unknown recipient: 550 5.1.1 No such user`, out of a recorded delivery report. One that
 * could not be read is told by the message that it came in.
 */
export function formatReport(
  report: unknown,
  { reportMessageId }: { readonly reportMessageId: string | undefined },
): string {
  if (typeof report !== 'object' || report === null)
    return `a host behind the next hop reported about it in message ${reportMessageId ?? 'unknown'}`;
  const { recipient, remoteMta, action, status, diagnostic, failure } = report as Readonly<
    Record<string, unknown>
  >;
  const address = textOf(recipient);
  const who =
    address === undefined ? (textOf(remoteMta) ?? 'a host behind the next hop') : maskAddress(address);
  const words = textOf(diagnostic) ?? textOf(status);
  const what = [formatFailure(failure) ?? textOf(action) ?? 'unknown', words].filter(
    (part) => part !== undefined,
  );
  return clean(maskIn(`${who} reported: ${what.join(': ')}`, address));
}

/** `hard failure, unknown recipient`. */
function formatFailure(failure: unknown): string | undefined {
  if (typeof failure !== 'object' || failure === null) return undefined;
  const { failureClass, cause } = failure as Readonly<Record<string, unknown>>;
  const words = [
    textOf(failureClass) && `${textOf(failureClass) ?? ''} failure`,
    textOf(cause)?.replaceAll('_', ' '),
  ];
  return words.filter((word) => word !== undefined && word !== '').join(', ');
}

/** Puts the masked address in the place of the real one wherever a remote server repeated it, in whatever case. */
export function maskIn(text: string, address: string | undefined): string {
  if (address === undefined) return text;
  const escaped = Array.from(
    address,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  ).join('');
  return text.replace(new RegExp(escaped, 'giu'), () => maskAddress(address));
}

/** `831 B`, `5.1 kB`, `30 MB`: powers of ten, as on the web pages. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${String(bytes)} B`;
  const [value, unit] = bytes < 999_950 ? [bytes / 1_000, 'kB'] : [bytes / 1_000_000, 'MB'];
  return `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ${unit}`;
}

/** `0.2 s`, `3 min`, `5 h`, `2 d`. A negative duration (clocks of two machines differ) is `0.0 s`. */
export function formatDuration(durationMs: number): string {
  const seconds = Math.max(0, durationMs) / 1_000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  if (seconds < 3_600) return `${(seconds / 60).toFixed(0)} min`;
  return seconds < 172_800 ? `${(seconds / 3_600).toFixed(0)} h` : `${(seconds / 86_400).toFixed(0)} d`;
}

/** `2026-01-31 09:41:02 UTC`. */
export function formatTime(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
