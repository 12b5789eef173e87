import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { openSmtpDialog, type SmtpDialog, type SmtpDialogOptions } from './smtp-dialog.ts';

/** How to run a script. */
export interface RunDialogOptions extends SmtpDialogOptions {
  /** Values for `${name}` in the script. A name without a value fails the run. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** One instruction of a script. */
export type DialogStep =
  /** `C: text`: a line of the client, CRLF added. */
  | { readonly kind: 'send'; readonly lineNumber: number; readonly text: string }
  /** `C# text`: octets as they are. */
  | { readonly kind: 'send_octets'; readonly lineNumber: number; readonly octets: Buffer }
  /** `S: text` or `S: ~pattern`: one whole reply of the server. */
  | { readonly kind: 'expect'; readonly lineNumber: number; readonly expected: string | RegExp }
  /** `TLS`: the handshake, after the script exchanged STARTTLS and 220. */
  | { readonly kind: 'tls'; readonly lineNumber: number }
  /** `CLOSED`: the server has closed. */
  | { readonly kind: 'closed'; readonly lineNumber: number };

/**
 * Runs a conversation written in a `.dialog` file. `script` is a file (URL, or a path without line break) or the text itself.
 * Rejects with file, line number, and what came instead.
 *
 * ```text
 * # Comment
 * S: 220
 * C: EHLO ${client}
 * S: 250-PIPELINING
 * C# MAIL FROM:<a@b.example>\n
 * S: ~^5\d\d
 * TLS
 * CLOSED
 * ```
 *
 * One `S:` line stands for one reply, however many lines that has: the text must begin one of its lines, the pattern
 * after `~` must match somewhere in its lines joined with `\n` (`^` and `$` match at each line). `C#` knows `\r`, `\n`, `\t`,
 * `\\` and `\xNN`; other characters are sent as UTF-8.
 */
export async function runDialog(
  script: string | URL,
  port: number,
  options: RunDialogOptions = {},
): Promise<void> {
  const { name, text } = await loadScript(script);
  const steps = parseDialogScript(text, options.variables ?? {});
  await using dialog = await openSmtpDialog(port, options);
  for (const step of steps) {
    try {
      await runStep(dialog, step);
    } catch (error) {
      // Expected: another reply than the script says, a deadline, a connection that closed.
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`${name}:${step.lineNumber}: ${reason}`, { cause: error });
    }
  }
}

async function loadScript(script: string | URL): Promise<{ readonly name: string; readonly text: string }> {
  if (typeof script === 'string' && script.includes('\n')) return { name: 'script', text: script };
  const file = typeof script === 'string' ? script : fileURLToPath(script);
  return { name: file, text: await readFile(file, 'utf8') };
}

/** The instructions of a script. Throws with the line number when a line is none. */
export function parseDialogScript(
  text: string,
  variables: Readonly<Record<string, string>>,
): readonly DialogStep[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    const lineNumber = index + 1;
    if (line.trim() === '' || line.startsWith('#')) return [];
    return [parseStep(fillIn(line, lineNumber, variables), lineNumber)];
  });
}

function fillIn(line: string, lineNumber: number, variables: Readonly<Record<string, string>>): string {
  return line.replace(/\$\{(\w+)\}/g, (_, name: string) => {
    const value = variables[name];
    if (value === undefined) throw new Error(`line ${lineNumber}: no value for \${${name}}`);
    return value;
  });
}

function parseStep(line: string, lineNumber: number): DialogStep {
  const text = line.slice(2).replace(/^ /, '');
  if (line.startsWith('C:')) return { kind: 'send', lineNumber, text };
  if (line.startsWith('C#')) return { kind: 'send_octets', lineNumber, octets: unescapeOctets(text) };
  if (line.startsWith('S:')) return { kind: 'expect', lineNumber, expected: parseExpectation(text) };
  if (line.trim() === 'TLS') return { kind: 'tls', lineNumber };
  if (line.trim() === 'CLOSED') return { kind: 'closed', lineNumber };
  throw new Error(`line ${lineNumber}: neither C:, C#, S:, TLS, CLOSED nor a comment: ${line}`);
}

function parseExpectation(text: string): string | RegExp {
  return text.startsWith('~') ? new RegExp(text.slice(1), 'm') : text;
}

const escapes: Readonly<Record<string, string>> = { r: '\r', n: '\n', t: '\t', '\\': '\\' };

function unescapeOctets(text: string): Buffer {
  const parts = text.split(/(\\x[0-9a-fA-F]{2}|\\[rnt\\])/);
  return Buffer.concat(
    parts.map((part, index) => {
      if (index % 2 === 0) return Buffer.from(part);
      if (part[1] === 'x') return Buffer.from(part.slice(2), 'hex');
      return Buffer.from(escapes[part.slice(1)] ?? part);
    }),
  );
}

async function runStep(dialog: SmtpDialog, step: DialogStep): Promise<void> {
  switch (step.kind) {
    case 'send':
      return dialog.send(step.text);
    case 'send_octets':
      return dialog.sendRaw(step.octets);
    case 'tls':
      return dialog.upgradeToTls();
    case 'closed':
      return dialog.expectClosed();
    case 'expect':
      await dialog.expect(step.expected);
  }
}
