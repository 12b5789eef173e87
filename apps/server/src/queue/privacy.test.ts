import { describe, expect, it } from 'vitest';
import { hideAddress, hideAddresses, keptMessageIds, withoutSender } from './privacy.ts';
import { sampleAcceptance } from './testdata/acceptance.ts';
import type { NewMessage } from './types.ts';

function messageOf(change: Partial<NewMessage>): NewMessage {
  const [message] = sampleAcceptance({ message: change }).messages;
  if (message === undefined) throw new Error('no message');
  return message;
}

describe('hideAddress', () => {
  it.each([
    ['ann@sender.example', 'domain', '*@sender.example'],
    ['"a@b"@sender.example', 'domain', '*@sender.example'],
    ['nonsense', 'domain', '*'],
    ['ann@sender.example', 'none', '*'],
    ['', 'domain', ''],
    ['', 'none', ''],
  ] as const)('%s at %s: %s', (address, level, kept) => {
    expect(hideAddress(address, level)).toBe(kept);
  });
});

describe('hideAddresses', () => {
  it.each([
    ['550 5.7.1 <ann@sender.example>: rejected', '550 5.7.1 <*@sender.example>: rejected'],
    ['from=ann@a.example, to:john+x@b.example', 'from=*@a.example, to:*@b.example'],
    ['no "ann lee"@a.example here', 'no *@a.example here'],
    ['nobody', 'nobody'],
    ['@', '*@'],
    ['', ''],
  ])('%s', (text, kept) => {
    expect(hideAddresses(text)).toBe(kept);
  });

  it('takes linear time', () => {
    const started = performance.now();
    for (const text of [
      'a'.repeat(1_000_000),
      'a@'.repeat(500_000),
      '"'.repeat(1_000_000),
      '" "@'.repeat(250_000),
    ])
      hideAddresses(text);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('withoutSender', () => {
  it('changes nothing of a message that keeps everything', () => {
    const message = messageOf({ privacyLevel: 'full' });
    expect(withoutSender(message)).toBe(message);
    expect(withoutSender(messageOf({})).mailFrom).toBe('ann@sender.example');
  });

  it('keeps the domain at the level of that name', () => {
    expect(withoutSender(messageOf({ privacyLevel: 'domain' }))).toMatchObject({
      mailFrom: '*@sender.example',
      headerFrom: '*@sender.example',
      subject: undefined,
      messageIdHeader: '<1@sender.example>',
      connection: { helo: 'mx.sender.example' },
    });
  });

  it('keeps nothing of the sender at none', () => {
    const authentication = {
      spf: { result: 'pass', domain: 'sender.example', comment: 'sender.example permits' },
      dkim: [{ result: 'pass', domain: 'sender.example', selector: 's1', isAligned: true }],
      dmarc: { result: 'pass', policy: 'reject', domain: 'sender.example' },
      arc: { result: 'none' },
    };
    const connection = {
      ip: '192.0.2.1',
      clientName: 'a.sender.example',
      helo: 'b',
      tls: 'TLSv1.3',
      receivedBy: 'us',
    };
    const kept = withoutSender(messageOf({ privacyLevel: 'none', authentication, connection }));
    expect(kept).toMatchObject({
      mailFrom: '*',
      headerFrom: '*',
      subject: undefined,
      messageIdHeader: keptMessageIds('<1@sender.example>')[1],
      connection: { ip: '', helo: '', tls: 'TLSv1.3', receivedBy: 'us' },
      authentication: {
        dkim: [{ result: 'pass', domain: '', isAligned: true }],
        dmarc: { policy: 'reject' },
      },
    });
    expect(kept.messageIdHeader).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(JSON.stringify(kept)).not.toMatch(/sender|hello|ann@/);
  });

  it('leaves a null sender and a missing author what they are', () => {
    const kept = withoutSender(messageOf({ privacyLevel: 'none', mailFrom: '', headerFrom: undefined }));
    expect(kept.mailFrom).toBe('');
    expect(kept.headerFrom).toBeUndefined();
  });

  it('hides the sender in the address that a report came to, and in what the report says', () => {
    const recipient = 'SRS0=abcd=xy=sender.example=ann@forward.example';
    const report = {
      action: 'failed',
      status: '5.1.1',
      diagnostic: '550 mail of ann@sender.example refused',
      recipient: 'ann@sender.example',
      failure: { failureClass: 'hard', cause: 'unknown_recipient' },
    } as const;
    const delivery = {
      id: 'd',
      recipient,
      mode: 'rewrite',
      discardReason: 'bounce_report',
      reportOn: { deliveryId: 'x', messageId: 'y', report },
    } as const;
    const shared = { mailFrom: '', headerFrom: undefined, rcptTo: [recipient], deliveries: [delivery] };
    const none = withoutSender(messageOf({ ...shared, privacyLevel: 'none' }));
    expect(none.rcptTo).toEqual(['*@forward.example']);
    expect(none.deliveries).toMatchObject([
      { recipient: '*@forward.example', reportOn: { report: { action: 'failed', status: '5.1.1' } } },
    ]);
    expect(JSON.stringify([none.deliveries, none.rcptTo])).not.toMatch(/sender\.example/);
    const domain = withoutSender(messageOf({ ...shared, privacyLevel: 'domain' }));
    expect(domain.deliveries[0]?.reportOn?.report?.diagnostic).toBe('550 mail of *@sender.example refused');
  });
});
