import { describe, expect, it } from 'vitest';
import { collectQueueMetrics, collectWebhookMetrics, createMetrics, silentEvents } from './index.ts';

const depth = { states: { queued: 3, held: 1 }, oldestDueSeconds: 12.5 };

describe('measurements of the queue', () => {
  it('are read when asked for, and not more often than need be', async () => {
    const metrics = createMetrics();
    let reads = 0;
    const readDepth = () => {
      reads += 1;
      return Promise.resolve(depth);
    };
    collectQueueMetrics({ metrics, events: silentEvents, readDepth });
    expect(reads).toBe(0);
    const texts = await Promise.all([metrics.registry.metrics(), metrics.registry.metrics()]);
    for (const text of texts) {
      expect(text).toContain('smtpy_queue_deliveries{state="queued"} 3');
      expect(text).toContain('smtpy_queue_deliveries{state="held"} 1');
      expect(text).toContain('smtpy_queue_oldest_due_seconds 12.5');
    }
    expect(reads).toBe(1);
  });

  it('of mail and of webhooks have names of their own', async () => {
    const metrics = createMetrics();
    const states = { waiting: 2 };
    collectQueueMetrics({ metrics, events: silentEvents, readDepth: () => Promise.resolve(depth) });
    collectWebhookMetrics({
      metrics,
      events: silentEvents,
      readDepth: () => Promise.resolve({ states, oldestDueSeconds: 7 }),
    });
    const text = await metrics.registry.metrics();
    expect(text).toContain('smtpy_queue_deliveries{state="queued"} 3');
    expect(text).toContain('smtpy_webhook_deliveries{state="waiting"} 2');
    expect(text).toContain('smtpy_webhook_oldest_due_seconds 7');
  });

  it('are absent, not old, while the database is away; all others are there', async () => {
    const metrics = createMetrics();
    let isAway = false;
    const failures: string[] = [];
    collectQueueMetrics({
      metrics,
      events: { failed: (action) => void failures.push(action) },
      readDepth: () => (isAway ? new Promise(() => undefined) : Promise.resolve(depth)),
      maxAgeMs: 0,
      timeoutMs: 50,
    });
    expect(await metrics.registry.metrics()).toContain('smtpy_queue_deliveries{state="queued"} 3');
    isAway = true;
    const text = await metrics.registry.metrics();
    expect(text).not.toMatch(/^smtpy_queue_/m);
    expect(text).toContain('smtpy_messages_accepted_total');
    expect(failures).toContain('queue metrics');
  });
});
