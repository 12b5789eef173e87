import { describe, expect, it } from 'vitest';
import { quarantineReasons, type QuarantineReason } from '../../queue/index.ts';
import { renderHtml, renderText } from '../letters/index.ts';
import { forwardFacts } from '../testdata/facts.ts';
import { plan } from './index.ts';

const link = 'https://smtpy.example/quarantine/token';
const context = { confirmationLink: () => 'https://smtpy.example/confirm/token', quarantineLink: () => link };

const planHeld = (reason: QuarantineReason, delivery: object = {}) =>
  plan(forwardFacts({ kind: 'held', reason }, { delivery: { state: 'held', ...delivery } }), context);

describe('mail in quarantine', () => {
  it('is told at once where its owner asked or can mend it, and by the digest otherwise', () => {
    const told = quarantineReasons.filter((reason) => planHeld(reason).length > 0);
    expect(told).toEqual(['other_sender', 'preview', 'not_encrypted']);
  });

  it('is asked about at its mailbox, with the link, each mailbox on its own', () => {
    const [action] = planHeld('preview');
    if (action?.kind !== 'ask_mailbox') throw new Error(String(action?.kind));
    expect(action.notice).toMatchObject({ kind: 'mail_held', topic: action.mailbox.id });
    const text = renderText(action.letter);
    for (const words of [link, 'ann@sender.example', 'Your order', 'shop@my.example'])
      expect(text).toContain(words);
    expect(action.letter.subject).toBe('Held: a message for shop@my.example');
  });

  it('tells no subject in clear of what must leave encrypted', () => {
    const [action] = planHeld('not_encrypted', { subject: 'Secret' });
    if (action?.kind !== 'ask_mailbox') throw new Error(String(action?.kind));
    expect(renderText(action.letter) + renderHtml(action.letter)).not.toContain('Secret');
  });

  it('shows what strangers wrote on one line, in its direction, as text', () => {
    const [action] = planHeld('preview', {
      subject: 'a\r\nb \u202egpj<script>',
      headerFrom: '*@sender.example',
    });
    if (action?.kind !== 'ask_mailbox') throw new Error(String(action?.kind));
    expect(renderText(action.letter)).toContain('a b gpj<script>');
    expect(renderText(action.letter)).toContain('someone at sender.example');
    expect(renderHtml(action.letter)).not.toContain('<script>');
  });

  it('that was decided meanwhile is told to nobody', () => {
    expect(planHeld('preview', { state: 'queued' })).toEqual([]);
  });
});
