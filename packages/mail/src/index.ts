/**
 * The protocol of electronic mail as pure functions.
 *
 * Purpose: everything that can be said about addresses, header fields, return paths, DKIM signatures, SMTP replies and trace
 *   fields without asking anyone: text and bytes in, values out.
 * Guarantees: no I/O, no clock, no configuration, no randomness except where a key pair is made. Header fields and bodies are
 *   bytes and stay the bytes they were; nothing is decoded except for display.
 * Fails with: parsers of text give `Parsed<T>` or a union with `kind`; parsers of header bytes accept everything. Formatters
 *   throw RangeError when their caller would otherwise write something that is not mail.
 * Security: every function that reads what a peer wrote runs in linear time; no value can add a header field of its own.
 * Not here: DNS, sockets, verification of SPF, DKIM, DMARC and ARC, what to do with a message.
 */
export * from './parsed.ts';
export { encodeBase32 } from './base32.ts';
export * from './clean-line.ts';
export * from './format-date.ts';
export * from './strip-control.ts';
export * from './address/index.ts';
export * from './header/index.ts';
export * from './return-path/index.ts';
export * from './dkim/index.ts';
export * from './arc/index.ts';
export * from './message-id/index.ts';
export * from './reply/index.ts';
export * from './trace/index.ts';
export * from './failure/index.ts';
export * from './report/index.ts';
export * from './mime/index.ts';
export * from './compose/index.ts';
