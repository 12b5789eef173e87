import { describe, expect, it } from 'vitest';
import { loadConfig } from './load.ts';
import type { Env } from './setting.ts';

const configOf = (env: Env) => {
  const loaded = loadConfig(env);
  return loaded.kind === 'ok' ? loaded.config : undefined;
};
const reasonOf = (env: Env) => {
  const loaded = loadConfig(env);
  return loaded.kind === 'ok' ? undefined : loaded.problems[0]?.reason;
};

describe('SMTPY_TRUSTED_PROXIES', () => {
  it('takes addresses and networks', () => {
    const text = '127.0.0.1, 10.0.0.0/8,2001:db8::/32,::1';
    expect(configOf({ SMTPY_TRUSTED_PROXIES: text })?.web.trustedProxies).toEqual([
      '127.0.0.1',
      '10.0.0.0/8',
      '2001:db8::/32',
      '::1',
    ]);
  });

  it.each(['true', '*', '10.0.0.0/33', '2001:db8::/129', '10.0.0.0/', '0.0.0.0/0', '::/0', 'fe80::1%eth0'])(
    'refuses %s',
    (text) => {
      expect(reasonOf({ SMTPY_TRUSTED_PROXIES: text })).toContain('network');
    },
  );
});

describe('SMTPY_CORS_ORIGINS', () => {
  it('takes origins as browsers send them', () => {
    const config = configOf({ SMTPY_CORS_ORIGINS: 'https://App.example.com/,http://localhost:4200' });
    expect(config?.web.corsOrigins).toEqual(['https://app.example.com', 'http://localhost:4200']);
  });

  it.each(['*', 'null', 'app.example.com', 'https://app.example.com/path'])('refuses %s', (text) => {
    expect(reasonOf({ SMTPY_CORS_ORIGINS: text })).toContain('a list whose item');
  });
});

describe('SMTPY_API_LIMIT_…', () => {
  it('have defaults that are far above what people do', () => {
    expect(configOf({})?.web.limits).toEqual({
      perKey: { count: 600, windowMs: 60_000 },
      perUser: { count: 1_200, windowMs: 60_000 },
      perOrganization: { count: 6_000, windowMs: 60_000 },
      perNetwork: { count: 300, windowMs: 60_000 },
    });
  });

  it('are rates or off', () => {
    const config = configOf({ SMTPY_API_LIMIT_PER_KEY: '5/h', SMTPY_API_LIMIT_PER_NETWORK: 'off' });
    expect(config?.web.limits).toMatchObject({
      perKey: { count: 5, windowMs: 3_600_000 },
      perNetwork: undefined,
    });
  });
});

describe('SMTPY_OTLP_URL', () => {
  it('may have a path', () => {
    expect(configOf({ SMTPY_OTLP_URL: 'https://otlp.example.com/otlp/' })?.observing.otlpUrl).toBe(
      'https://otlp.example.com/otlp',
    );
  });

  it.each(['grpc://collector:4317', 'https://user:password@otlp.example.com', 'https://a.example/?x=1'])(
    'refuses %s',
    (text) => {
      expect(reasonOf({ SMTPY_OTLP_URL: text })).toMatch(/^It is a URL/);
    },
  );
});

describe('SMTPY_SENTRY_DSN', () => {
  it('is a secret', () => {
    const dsn = configOf({ SMTPY_SENTRY_DSN: 'https://abc@sentry.example.com/sub/42' })?.observing.sentryDsn;
    expect(dsn?.reveal()).toBe('https://abc@sentry.example.com/sub/42');
    expect(String(dsn)).toBe('***');
  });

  it.each([
    'https://sentry.example.com/1',
    'https://abc@sentry.example.com/',
    'https://abc@sentry.example.com/x',
  ])('refuses %s and does not repeat it', (text) => {
    const loaded = loadConfig({ SMTPY_SENTRY_DSN: text });
    expect(loaded.kind).toBe('invalid');
    expect(JSON.stringify(loaded)).not.toContain('abc@');
  });
});
