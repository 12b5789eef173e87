import { describe, expect, it } from 'vitest';
import type { AuthenticationFacts } from '../../queue/index.ts';
import { makeAlias, toAddress } from '../testdata/entries.ts';
import { identifySender, type SenderIdentity } from './sender-identity.ts';

const { mailboxes } = makeAlias('shop@alias.example', { to: ['Jane@mailbox.example', 'joe@other.example'] });

const jane = 'jane@mailbox.example';
const joe = 'joe@other.example';
const eve = 'eve@evil.example';

const nothing: AuthenticationFacts = {
  spf: { result: 'none' },
  dkim: [],
  dmarc: { result: 'none' },
  arc: { result: 'none' },
};

function spf(domain: string, result = 'pass'): AuthenticationFacts {
  return { ...nothing, spf: { result, domain } };
}

function dkim(
  domain: string,
  changes: Partial<AuthenticationFacts['dkim'][number]> = {},
): AuthenticationFacts {
  return {
    ...nothing,
    dkim: [{ result: 'pass', domain, isAligned: true, coversRecipients: true, ...changes }],
  };
}

function identify(
  mailFrom: string,
  headerFrom: string | undefined,
  authentication: AuthenticationFacts,
  isAddressed = true,
): SenderIdentity {
  return identifySender(
    {
      mailFrom: mailFrom === '' ? undefined : toAddress(mailFrom),
      isNullSender: mailFrom === '',
      headerFrom: headerFrom === undefined ? undefined : toAddress(headerFrom),
      authentication,
      isAddressed,
    },
    mailboxes,
  );
}

const provenJane = { kind: 'proven', mailboxId: 'mailbox:Jane@mailbox.example' };
const unprovenJane = { kind: 'unproven', mailboxId: 'mailbox:Jane@mailbox.example' };
const provenJoe = { kind: 'proven', mailboxId: 'mailbox:joe@other.example' };
const stranger = { kind: 'stranger' };

describe('the identity of a sender', () => {
  it.each([
    ['SPF alone', jane, jane, spf('mailbox.example'), provenJane],
    ['DKIM alone', jane, jane, dkim('mailbox.example'), provenJane],
    [
      'other case of letters',
      'JANE@mailbox.example',
      'jAnE@mailbox.example',
      spf('mailbox.example'),
      provenJane,
    ],
    ['no proof', jane, jane, nothing, unprovenJane],
    ['SPF softfail', jane, jane, spf('mailbox.example', 'softfail'), unprovenJane],
    ['SPF of another domain (HELO)', jane, jane, spf('mail.evil.example'), unprovenJane],
    ['DKIM that fails', jane, jane, dkim('mailbox.example', { result: 'fail' }), unprovenJane],
    ['DKIM of a stranger', jane, jane, dkim('evil.example', { isAligned: false }), unprovenJane],
    ["victim's From, own envelope with SPF", eve, jane, spf('evil.example'), unprovenJane],
    ["victim's From, own envelope, DKIM replayed", eve, jane, dkim('mailbox.example'), unprovenJane],
    ["victim's envelope, own From with DKIM", jane, eve, dkim('evil.example'), unprovenJane],
    ["victim's envelope, no From", jane, undefined, spf('mailbox.example'), unprovenJane],
    ['null sender, DKIM', '', jane, dkim('mailbox.example'), provenJane],
    ['null sender, SPF of HELO', '', jane, spf('mailbox.example'), unprovenJane],
    ['null sender, no proof', '', jane, nothing, unprovenJane],
    ['null sender, other From', '', 'mailer-daemon@mailbox.example', dkim('mailbox.example'), stranger],
    [
      'neighbour on the same domain',
      'eve@mailbox.example',
      'eve@mailbox.example',
      dkim('mailbox.example'),
      stranger,
    ],
    ['nobody we know', eve, eve, dkim('evil.example'), stranger],
    ['nothing at all', '', undefined, nothing, stranger],
    ['two mailboxes, SPF of the envelope', joe, jane, spf('other.example'), provenJoe],
    ['two mailboxes, DKIM of From', joe, jane, dkim('mailbox.example'), provenJane],
  ])('%s', (_, mailFrom, headerFrom, authentication, identity) => {
    expect(identify(mailFrom, headerFrom, authentication)).toEqual(identity);
  });
});

describe('a signed message of the owner that somebody sends again', () => {
  it.each(['', jane])('proves nothing with the reverse path <%s>', (mailFrom) => {
    expect(identify(mailFrom, jane, dkim('mailbox.example'), false)).toEqual(unprovenJane);
    const open = { ...nothing, dkim: [{ result: 'pass', domain: 'mailbox.example', isAligned: true }] };
    expect(identify(mailFrom, jane, open)).toEqual(unprovenJane);
  });

  it('does not matter where SPF proves who sends', () => {
    expect(identify(jane, jane, spf('mailbox.example'), false)).toEqual(provenJane);
  });
});

it('knows nobody where the alias has no mailbox', () => {
  const claims = {
    mailFrom: toAddress(jane),
    isNullSender: false,
    headerFrom: toAddress(jane),
    authentication: dkim('mailbox.example'),
    isAddressed: true,
  };
  expect(identifySender(claims, [])).toEqual(stranger);
});
