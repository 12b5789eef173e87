import { spawn, spawnSync } from 'node:child_process';

/** Whether Debian's python3-dkim is here; tests that need it are skipped otherwise. */
export const hasPythonDkim = spawnSync('python3', ['-c', 'import dkim']).status === 0;

// The DNS look-up goes to the test's own server; everything else is the library's.
const program = `
import dkim, dns.resolver, sys
host, port = sys.argv[1].split(':')
resolver = dns.resolver.Resolver(configure=False)
resolver.nameservers, resolver.port, resolver.lifetime = [host], int(port), 10
def txt(name, timeout=5):
    answer = resolver.resolve(name.decode() if isinstance(name, bytes) else name, 'TXT')
    return b''.join(answer[0].strings)
print('valid' if dkim.verify(sys.stdin.buffer.read(), dnsfunc=txt) else 'invalid')
`;

/** What python3-dkim says of the first signature of a message. */
export function verifyWithPython(message: Buffer, dnsAddress: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('python3', ['-c', program, dnsAddress], { stdio: ['pipe', 'pipe', 'pipe'] });
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
