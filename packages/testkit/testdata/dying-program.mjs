// Starts a process with a watchdog and is then killed from outside.
import { spawn } from 'node:child_process';

const { startWatchdog } = await import(process.argv[2]);
const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' });
startWatchdog({ pid: child.pid, signal: 'TERM', folder: process.argv[3] });
console.log(child.pid);
setInterval(() => {}, 1000);
