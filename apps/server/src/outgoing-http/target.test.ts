import { describe, expect, it } from 'vitest';
import { allowNetworks } from './allowed-networks.ts';
import { parseTarget } from './target.ts';
import { otherRefused, privateTargets, publicTargets } from './testdata/private-targets.ts';

describe('a target', () => {
  it.each(privateTargets)('is not %s', (url) => {
    expect(parseTarget(url)).toMatchObject({ ok: false });
  });

  it.each(otherRefused)('is not %s either', (url) => {
    expect(parseTarget(url)).toMatchObject({ ok: false });
  });

  it.each(publicTargets)('may be %s', (url) => {
    expect(parseTarget(url)).toMatchObject({ ok: true });
  });
});

describe('networks that are allowed besides', () => {
  const allowsAddress = allowNetworks(['127.0.0.0/8', 'fd00::/8', '10.1.2.3']);

  it.each(['https://127.0.0.1:8443/', 'https://localhost:8443/', 'https://[fd00::1]/', 'https://10.1.2.3/'])(
    'let %s through',
    (url) => {
      expect(parseTarget(url, allowsAddress)).toMatchObject({ ok: true });
    },
  );

  it.each(['https://10.1.2.4/', 'https://[::1]/', 'https://[::ffff:127.0.0.1]/', 'https://127.0.0.1:80/'])(
    'do not let %s through',
    (url) => {
      expect(parseTarget(url, allowsAddress)).toMatchObject({ ok: false });
    },
  );
});
