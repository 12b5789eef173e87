import { readFile } from 'node:fs/promises';
import { createAudit } from '../audit/index.ts';
import { collectWebhookMetrics } from '../observe/index.ts';
import { allowNetworks, createOutgoingHttp } from '../outgoing-http/index.ts';
import { readDepth, runWebhooks } from '../webhooks/index.ts';
import type { Dependencies } from './dependencies.ts';

/**
 * Sends what waits for webhooks until the signal aborts; `ended` resolves after the attempts that are under way. It rejects when hints cannot be
 * subscribed to; unhandled until the role stops, that ends this process, which is replaced.
 */
export async function startWebhooks(
  dependencies: Dependencies,
  signal: AbortSignal,
): Promise<{ readonly ended: Promise<void> }> {
  const { config, settings, db, clock, events, metrics, resolver } = dependencies;
  const { testingTargets, testingCaFile } = config.webhooks;
  collectWebhookMetrics({ metrics, events, readDepth: () => readDepth(db) });
  const allowsAddress = allowNetworks(testingTargets);
  const certificateAuthority =
    testingCaFile === undefined ? undefined : await readFile(testingCaFile, 'utf8');
  const ended = runWebhooks({
    ...dependencies,
    audit: createAudit({ db, clock }),
    http: createOutgoingHttp({ resolver, allowsAddress, certificateAuthority }),
    allowsAddress,
    publicUrl: config.publicUrl,
    owner: settings.owner,
    signal,
  });
  return { ended };
}
