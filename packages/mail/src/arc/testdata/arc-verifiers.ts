import { spawnSync } from 'node:child_process';
import type { ARCData } from 'mailauth';
import { arc } from 'mailauth/lib/arc/index.js';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';

/** Key records by name, without a trailing dot. */
export type KeyRecords = Readonly<Record<string, string>>;

/** What mailauth, by the letter of the standard, says of a message's chain. */
export async function verifyWithMailauth(message: Buffer, records: KeyRecords): Promise<string> {
  const resolver = (name: string): Promise<string[][]> => {
    const record = records[name];
    if (record === undefined) throw Object.assign(new Error(name), { code: 'ENOTFOUND' });
    return Promise.resolve([record.match(/.{1,255}/g) ?? []]);
  };
  const verified = await dkimVerify(message, { resolver, strict: true });
  if (verified.arc === undefined) return 'none';
  return (await arc(verified.arc as ARCData, { resolver, strict: true })).status.result;
}

/** The Python that has python3-dkim: Debian installs it for the system's only. */
export const python = ['python3', '/usr/bin/python3'].find(
  (command) => spawnSync(command, ['-c', 'import dkim']).status === 0,
);

const program = `
import sys, json, dkim
records = json.loads(sys.argv[1])
def txt(name, timeout=5):
    record = records.get(name.rstrip(b'.').decode())
    return record.encode() if record else None
cv, results, reason = dkim.arc_verify(sys.stdin.buffer.read(), dnsfunc=txt)
print((cv or b'ended').decode())
`;

/** What python3-dkim says: `none`, `pass`, `fail`, or `ended` for a chain whose newest seal says that it failed. */
export function verifyWithPython(message: Buffer, records: KeyRecords): string {
  const { stdout, stderr } = spawnSync(python ?? '', ['-c', program, JSON.stringify(records)], {
    input: message,
    encoding: 'utf8',
    timeout: 20_000,
  });
  if (stdout === '') throw new Error(stderr);
  return stdout.trim();
}
