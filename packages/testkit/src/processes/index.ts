/**
 * Purpose: processes that outlive nobody: finding and killing whole trees of them, and ending them when the test run dies.
 * Guarantees: a tree is followed by parent links, across process groups and sessions. A watchdog acts however this process
 * ends, SIGKILL included.
 */
export { killTree, listTree, waitUntilGone, type ProcessTree } from './process-tree.ts';
export { startWatchdog, type Watchdog } from './watchdog.ts';
