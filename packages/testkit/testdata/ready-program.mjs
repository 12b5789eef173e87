// A stand-in for the server's main file: says it is ready and holds a process in a session of its own.
import { spawn } from 'node:child_process';

const [command, ...rest] = process.argv.slice(2);
const inherited = Object.keys(process.env).filter((name) => /^(SMTPY_|DATABASE_URL)/.test(name));

if (command !== 'serve') {
  console.log(JSON.stringify({ command, rest, inherited: inherited.sort() }));
  console.error('words for people');
  process.exit(rest.includes('--fail') ? 1 : 0);
}
if (process.env.SMTPY_MODE === 'refuse') {
  console.error('SMTPY_MODE is wrong');
  process.exit(2);
}
const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' });
process.on('SIGTERM', () => {
  if (process.env.SMTPY_MODE !== 'leak') child.kill('SIGKILL');
  child.unref();
  console.log('stopped');
  process.exit(0);
});
const port = process.env.SMTPY_SMTP_PORT === '0' ? 41234 : process.env.SMTPY_SMTP_PORT;
console.log(`child ${child.pid}`);
console.log(`ready smtp=127.0.0.1:${port} http=http://127.0.0.1:41235/`);
setInterval(() => {}, 1000);
