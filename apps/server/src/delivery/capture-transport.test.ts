import { describe, expect, it } from 'vitest';
import { createCaptureTransport, type CapturedMessage } from './capture-transport.ts';
import { outgoing } from './testdata/outgoing.ts';

const signal = new AbortController().signal;

describe('createCaptureTransport', () => {
  it('delivers to the store, with the envelope', async () => {
    const captured: CapturedMessage[] = [];
    const transport = createCaptureTransport({
      capture: (message) => Promise.resolve(void captured.push(message)),
    });
    const message = outgoing();
    expect(await transport.send(message, signal)).toMatchObject({
      kind: 'delivered',
      evidence: { stage: 'capture' },
    });
    const { delivery, mailFrom, rcptTo, sizeBytes, chunks } = message;
    expect(captured).toEqual([
      { deliveryId: delivery.id, messageId: delivery.messageId, mailFrom, rcptTo, sizeBytes, chunks },
    ]);
  });

  it('rejects when the store does: nothing is delivered that was not kept', async () => {
    const transport = createCaptureTransport({ capture: () => Promise.reject(new Error('disk full')) });
    await expect(transport.send(outgoing(), signal)).rejects.toThrow('disk full');
  });
});
