import type { Config } from '../config/index.ts';
import type { Db } from '../db/index.ts';
import { pendingMigrations } from '../db/index.ts';
import type { Examination, Finding } from './examination.ts';
import { examineListeners } from './listeners.ts';
import { examineNames } from './names.ts';
import { examineServiceSignature } from './service-signature.ts';
import { examineWayOut } from './way-out.ts';

/** Runs every check that makes sense for this mode, one after another. */
export async function examine(examination: Examination): Promise<readonly Finding[]> {
  const findings: Finding[] = [examineMode(examination.config), await examineDatabase(examination.db)];
  findings.push(...(await examineListeners(examination)));
  if (examination.config.mode === 'production') {
    findings.push(
      ...(await examineNames(examination)),
      ...(await examineServiceSignature(examination)),
      ...(await examineWayOut(examination)),
    );
  }
  return findings;
}

function examineMode({ mode, hostname }: Config): Finding {
  if (mode === 'production') return { check: 'mode', verdict: 'ok', text: `Production, as ${hostname}` };
  return {
    check: 'mode',
    verdict: 'ok',
    text: 'Sandbox: outgoing mail is captured, not sent',
    advice: 'To send, set SMTPY_MODE=production, SMTPY_HOSTNAME and SMTPY_PUBLIC_URL',
  };
}

async function examineDatabase(db: Db): Promise<Finding> {
  // Expected: the database does not answer.
  try {
    const rows = await db.query<{ version: string }>({
      text: 'select current_setting($1) as version',
      params: ['server_version'],
    });
    const pending = await pendingMigrations(db);
    if (pending.length > 0) {
      const text = `${pending.length} migrations are not applied`;
      return {
        check: 'database',
        verdict: 'problem',
        text,
        advice: 'Run smtpy migrate, or start the server',
      };
    }
    return {
      check: 'database',
      verdict: 'ok',
      text: `PostgreSQL ${rows[0]?.version ?? ''} answers and the schema is current`,
    };
  } catch (error) {
    const text = `The database does not answer: ${error instanceof Error ? error.message : String(error)}`;
    return {
      check: 'database',
      verdict: 'problem',
      text,
      advice: 'Check DATABASE_URL, or postgres.log in the data folder',
    };
  }
}
