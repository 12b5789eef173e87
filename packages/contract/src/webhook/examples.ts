/** Examples of the reference. */
export const webhookExample = {
  id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a0a1',
  url: 'https://receiver.example/smtpy',
  description: 'Orders',
  event_types: ['delivery.delivered', 'delivery.bounced'],
  alias_ids: null,
  domain_ids: null,
  is_enabled: true,
  paused_at: null,
  pause_reason: null,
  failing_since: null,
  previous_secret_until: null,
  created_at: '2026-11-22T09:30:00.000Z',
  updated_at: '2026-11-22T09:30:00.000Z',
} as const;

/** The same with a secret. */
export const webhookWithSecretExample = {
  ...webhookExample,
  secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDC2FVsBQIhrs=',
} as const;

/** A delivery that was taken with the second attempt. */
export const webhookDeliveryExample = {
  id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a0b1',
  webhook_id: webhookExample.id,
  event_id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a0c1',
  event_type: 'delivery.delivered',
  state: 'delivered',
  attempts: 2,
  next_attempt_at: null,
  last_status: 204,
  last_error: null,
  created_at: '2026-11-22T09:30:00.000Z',
  finished_at: '2026-11-22T09:30:06.000Z',
} as const;

const requestExample = {
  url: webhookExample.url,
  headers: {
    'content-type': 'application/json',
    'webhook-id': webhookDeliveryExample.event_id,
    'webhook-timestamp': '1795339806',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  },
} as const;

/** The same with body and log. */
export const webhookDeliveryDetailExample = {
  ...webhookDeliveryExample,
  body: '{"id":"019a9c1e-5c1e-7a55-8f0e-3a1c5be0a0c1","type":"delivery.delivered","timestamp":"2026-11-22T09:30:00.000Z","data":{}}',
  attempt_log: [
    {
      number: 2,
      at: '2026-11-22T09:30:06.000Z',
      duration_ms: 80,
      request: requestExample,
      response: { status: 204, headers: { server: 'receiver' }, body: '' },
      error: null,
    },
  ],
} as const;
