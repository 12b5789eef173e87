import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Debian's packages belong to Debian's Python, whatever stands before it in the path. */
const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';

/** Whether Debian's python3-dkim is here; tests that need it are skipped otherwise. */
export const hasPythonDkim = spawnSync(python, ['-c', 'import dkim']).status === 0;

// The DNS look-up goes to the test's own server; everything else is the library's.
const program = `
import dkim, dns.resolver, sys
host, port = sys.argv[1].split(':')
resolver = dns.resolver.Resolver(configure=False)
resolver.nameservers, resolver.port, resolver.lifetime = [host], int(port), 10
def txt(name, timeout=5):
    answer = resolver.resolve(name.decode() if isinstance(name, bytes) else name, 'TXT')
    return b''.join(answer[0].strings)
message = sys.stdin.buffer.read()
if sys.argv[2] == 'arc':
    print(dkim.arc_verify(message, dnsfunc=txt)[0].decode())
else:
    print('valid' if dkim.verify(message, dnsfunc=txt) else 'invalid')
`;

/** What python3-dkim says of the first signature of a message: `valid` or `invalid`. */
export function verifyWithPython(message: Buffer, dnsAddress: string): Promise<string> {
  return ask(message, [dnsAddress, 'dkim']);
}

/** What python3-dkim, as its program arcverify, says of the ARC chain of a message: `pass`, `fail` or `none`. */
export function verifyArcWithPython(message: Buffer, dnsAddress: string): Promise<string> {
  return ask(message, [dnsAddress, 'arc']);
}

function ask(message: Buffer, words: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(python, ['-c', program, ...words], { stdio: ['pipe', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', reject);
    child.on('close', () => {
      resolve(output.trim());
    });
    child.stdin.on('error', reject);
    child.stdin.end(message);
  });
}
