/**
 * Purpose: what the authenticator of a person shows (RFC 6238), from a program that is not ours: oathtool.
 *
 * Not here: its installation, which `tools/test-programs.ts` does; where it is missing, the tests that need it are skipped.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const program = '/usr/bin/oathtool';

/** Whether there is one. */
export const hasAuthenticator = existsSync(program);

/** The code for a secret in base32, so many steps of 30 seconds from now. */
export function authenticatorCode(secret: string, steps = 0): string {
  const at = new Date(Date.now() + steps * 30_000).toISOString().replace('T', ' ').slice(0, 19);
  return execFileSync(program, ['--totp', '-b', `--now=${at} UTC`, secret], { encoding: 'utf8' }).trim();
}
