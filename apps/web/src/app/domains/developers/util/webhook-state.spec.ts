import { describe, expect, it } from 'vitest';
import { layOutJson, stateOfWebhook } from './webhook-state.ts';

const at = '2026-11-22T09:30:00.000Z';

describe('stateOfWebhook', () => {
  it.each([
    [{ is_enabled: true, pause_reason: null, failing_since: null }, 'active'],
    [{ is_enabled: true, pause_reason: null, failing_since: at }, 'failing'],
    [{ is_enabled: false, pause_reason: 'by_hand', failing_since: at }, 'paused'],
    [{ is_enabled: false, pause_reason: 'failing', failing_since: at }, 'paused_failing'],
    [{ is_enabled: false, pause_reason: 'gone', failing_since: null }, 'paused_gone'],
  ] as const)('of %o is %s', (webhook, state) => {
    expect(stateOfWebhook(webhook)).toBe(state);
  });
});

describe('layOutJson', () => {
  it('lays JSON out and leaves the rest', () => {
    expect(layOutJson('{"a":1}')).toBe('{\n  "a": 1\n}');
    expect(layOutJson('<html>')).toBe('<html>');
    expect(layOutJson('')).toBe('');
  });
});
