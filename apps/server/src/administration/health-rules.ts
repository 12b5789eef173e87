import type { Finding } from '../doctor/index.ts';

const dayMs = 86_400_000;

/** A certificate of ours is made anew 30 days before its end, at a start; one from an authority mostly is by then. */
const certificateWarningDays = 14;

/** PostgreSQL stops when it cannot write; 1 GiB is an evening of 20,000 messages of 50 kB. */
const freeBytesProblem = 1024 ** 3;
const freeShareWarning = 0.1;

/** What is due is claimed within seconds; a busy destination may keep its own waiting for some minutes. */
const dueWarningMs = 15 * 60_000;

const order = ['ok', 'warning', 'problem'] as const satisfies readonly Finding['verdict'][];

/** The worst verdict; `ok` where there is nothing. */
export function worstOf(findings: readonly Finding[]): Finding['verdict'] {
  return order.findLast((verdict) => findings.some((finding) => finding.verdict === verdict)) ?? 'ok';
}

/** Whether the schema is the one that this program knows. */
export function judgeDatabase({
  serverVersion,
  pendingCount,
}: {
  readonly serverVersion: string;
  readonly pendingCount: number;
}): Finding {
  const check = 'database';
  if (pendingCount === 0)
    return { check, verdict: 'ok', text: `PostgreSQL ${serverVersion} answers and the schema is current` };
  return {
    check,
    verdict: 'problem',
    text: `${String(pendingCount)} migrations are not applied`,
    advice: 'Run smtpy migrate, or restart the server',
  };
}

/** Whether there is room for mail. */
export function judgeDisk(
  disk: { readonly freeBytes: number; readonly totalBytes: number } | undefined,
): Finding {
  const check = 'disk';
  if (disk === undefined) return { check, verdict: 'ok', text: 'The data folder tells nothing of its disk' };
  const { freeBytes, totalBytes } = disk;
  const freePercent = Math.floor((100 * freeBytes) / totalBytes);
  const text = `${(freeBytes / 1024 ** 3).toFixed(1)} GiB of the disk of the data folder are free (${String(freePercent)} %)`;
  const advice = 'Make room: PostgreSQL stops when the disk is full, and mail is refused for the time being';
  if (freeBytes < freeBytesProblem) return { check, verdict: 'problem', text, advice };
  return freeBytes < freeShareWarning * totalBytes
    ? { check, verdict: 'warning', text, advice }
    : { check, verdict: 'ok', text };
}

/** Whether the certificate of the listeners is valid for some time to come. */
export function judgeCertificate({ validTo, now }: { readonly validTo: Date; readonly now: Date }): Finding {
  const check = 'certificate';
  const day = validTo.toISOString().slice(0, 10);
  const leftMs = validTo.getTime() - now.getTime();
  const advice = 'Renew it and restart the server; a self-signed one is made anew at the start';
  if (leftMs <= 0) return { check, verdict: 'problem', text: `The certificate ended on ${day}`, advice };
  if (leftMs < certificateWarningDays * dayMs)
    return { check, verdict: 'warning', text: `The certificate ends on ${day}`, advice };
  return { check, verdict: 'ok', text: `The certificate is valid until ${day}` };
}

/** Whether what is due is sent. */
export function judgeQueue({
  oldestDueAt,
  now,
}: {
  readonly oldestDueAt: Date | undefined;
  readonly now: Date;
}): Finding {
  const check = 'queue';
  const lateMs = oldestDueAt === undefined ? 0 : now.getTime() - oldestDueAt.getTime();
  if (lateMs < dueWarningMs) return { check, verdict: 'ok', text: 'What is due is being sent' };
  return {
    check,
    verdict: 'warning',
    text: `A delivery has been due for ${String(Math.floor(lateMs / 60_000))} minutes`,
    advice: 'See whether a process with the delivery role runs, and for which destination most is waiting',
  };
}
