import { X509Certificate } from 'node:crypto';
import { statfs } from 'node:fs/promises';
import type { Db } from '../db/index.ts';
import { pendingMigrations } from '../db/index.ts';
import type { Finding } from '../doctor/index.ts';
import type { Clock } from '../observe/index.ts';
import type { Queue } from '../queue/index.ts';
import { findConnections, findServerVersion, type ProgramConnections } from './health-store.ts';

import { judgeCertificate, judgeDatabase, judgeDisk, judgeQueue, worstOf } from './health-rules.ts';

/** What is known of the process that answers. */
export interface ProcessFacts {
  readonly version: string;
  readonly mode: 'sandbox' | 'production';
  readonly hostname: string;
  readonly roles: readonly string[];
  readonly startedAt: Date;
  /** Absolute; the disk it lies on is looked at. */
  readonly dataDir: string;
}

/** What looking at the installation needs. */
export interface HealthDependencies {
  readonly db: Db;
  readonly clock: Clock;
  readonly queue: Pick<Queue, 'stats'>;
  readonly process: ProcessFacts;
  /** The certificate of the listeners, PEM. */
  readonly certificate: string;
  /** What the doctor sees at once, such as whether the listeners of this machine answer. Absent: nothing more. */
  readonly examine?: (signal: AbortSignal) => Promise<readonly Finding[]>;
}

/** How the installation is. */
export interface Health {
  readonly verdict: Finding['verdict'];
  readonly uptimeSeconds: number;
  readonly connections: readonly ProgramConnections[];
  readonly findings: readonly Finding[];
}

/** What the doctor may take; a page waits for it. */
const examinationMs = 5_000;

/** Looks at what can be seen at once. Changes nothing. Rejects when the database does not answer: then nothing else does either. */
export async function readHealth(dependencies: HealthDependencies): Promise<Health> {
  const { db, clock, process, certificate, examine } = dependencies;
  const now = clock.now();
  const findings = [
    judgeDatabase({
      serverVersion: await findServerVersion(db),
      pendingCount: (await pendingMigrations(db)).length,
    }),
    judgeDisk(await readDisk(process.dataDir)),
    judgeCertificate({ validTo: new X509Certificate(certificate).validToDate, now }),
    judgeQueue({ oldestDueAt: (await dependencies.queue.stats()).oldestDueAt, now }),
    ...((await examine?.(AbortSignal.timeout(examinationMs))) ?? []),
  ];
  return {
    verdict: worstOf(findings),
    uptimeSeconds: Math.max(0, Math.floor((now.getTime() - process.startedAt.getTime()) / 1_000)),
    connections: await findConnections(db),
    findings,
  };
}

/** Octets of the disk that the data folder lies on; undefined where the system does not tell. */
async function readDisk(
  dataDir: string,
): Promise<{ readonly freeBytes: number; readonly totalBytes: number } | undefined> {
  // Expected: the folder is not there (all data lies in an external database), or the file system tells nothing.
  try {
    const { bavail, blocks, bsize } = await statfs(dataDir);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  } catch {
    return undefined;
  }
}
