import { describe, expect, it } from 'vitest';
import { sampleDelivery } from '../testdata/outgoing.ts';
import { expiryOf, pairingOf } from './rules.ts';

describe('pairingOf', () => {
  it('is the domain of the author and that of the destination', () => {
    const delivery = sampleDelivery({ headerFrom: '"a@b"@Bücher.Example', queueKey: 'mailbox.example' });
    expect(pairingOf(delivery)).toEqual({
      authorDomain: 'xn--bcher-kva.example',
      destinationDomain: 'mailbox.example',
    });
  });

  it.each([undefined, '', 'nobody', 'a@[192.0.2.1]'])('is none for the author %s', (headerFrom) => {
    expect(pairingOf(sampleDelivery({ headerFrom }))).toBeUndefined();
  });
});

describe('expiryOf', () => {
  it('is 14 days later', () => {
    expect(expiryOf(new Date('2030-01-01T00:00:00Z'))).toEqual(new Date('2030-01-15T00:00:00Z'));
  });
});
