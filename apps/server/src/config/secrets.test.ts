import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { loadConfig } from './load.ts';
import { ConfigurationError } from './problem.ts';

const production = {
  SMTPY_MODE: 'production',
  SMTPY_HOSTNAME: 'mail.example.com',
  SMTPY_PUBLIC_URL: 'https://mail.example.com',
} as const;

describe('secrets', () => {
  const secrets = {
    DATABASE_URL: 'postgres://smtpy:hunter22@db.example.com/smtpy',
    SMTPY_SECRET_KEY: 'hunter22-hunter22-hunter22-hunter22',
    SMTPY_RELAY_URL: 'smtp://user:hunter22@relay.example.net',
  };

  it('are there for those who ask, and are never printed', () => {
    const loaded = loadConfig({ ...production, ...secrets });
    if (loaded.kind === 'invalid') throw new ConfigurationError(loaded.problems);
    const { config } = loaded;
    expect(config.databaseUrl?.reveal()).toBe(secrets.DATABASE_URL);
    expect(config.secretKey?.reveal()).toBe(secrets.SMTPY_SECRET_KEY);
    for (const shown of [JSON.stringify(config), inspect(config, { depth: 9 }), String(config.databaseUrl)]) {
      expect(shown).toContain('***');
      expect(shown).not.toContain('hunter22');
    }
  });

  it('are not shown under a misspelt name either', () => {
    expect(loadConfig({ SMTPY_SECRET_KYE: secrets.SMTPY_SECRET_KEY })).toMatchObject({
      problems: [{ name: 'SMTPY_SECRET_KYE', value: '***', hint: 'Did you mean SMTPY_SECRET_KEY?' }],
    });
  });
});
