import { describe, expect, it } from 'vitest';
import { progressOf, shownStep, stepAfter, type WelcomeFacts } from './progress.ts';

const nothing: WelcomeFacts = {
  usableDomains: 0,
  pendingDomains: 0,
  confirmedMailboxes: 0,
  pendingMailboxes: 0,
  aliases: 0,
  messages: 0,
};

describe('the first steps', () => {
  it('begin with the domain', () => {
    const progress = progressOf(nothing);
    expect(progress).toEqual({ domain: 'open', mailbox: 'open', alias: 'open', test: 'open' });
    expect(shownStep(progress, undefined)).toBe('domain');
  });

  it('begin with the mailbox where there is a shared domain', () => {
    expect(shownStep(progressOf({ ...nothing, usableDomains: 1 }), undefined)).toBe('mailbox');
  });

  it('wait for DNS and for the confirmation', () => {
    const progress = progressOf({ ...nothing, pendingDomains: 1, pendingMailboxes: 2 });
    expect(progress.domain).toBe('waiting');
    expect(progress.mailbox).toBe('waiting');
  });

  it('show what can be done before what waits', () => {
    const waiting = progressOf({ ...nothing, pendingDomains: 1 });
    expect(shownStep(waiting, undefined)).toBe('mailbox');
    const all = progressOf({ ...nothing, pendingDomains: 1, confirmedMailboxes: 1 });
    expect(shownStep(all, undefined)).toBe('domain');
    const mailbox = progressOf({ ...nothing, usableDomains: 1, pendingMailboxes: 1 });
    expect(shownStep(mailbox, undefined)).toBe('alias');
  });

  it('show the step of the address, if it is one', () => {
    const progress = progressOf({ ...nothing, usableDomains: 1 });
    expect(shownStep(progress, 'domain')).toBe('domain');
    expect(shownStep(progress, 'nonsense')).toBe('mailbox');
  });

  it('go on with what is not done', () => {
    const progress = progressOf({ ...nothing, usableDomains: 1, confirmedMailboxes: 1 });
    expect(stepAfter(progress, 'domain')).toBe('alias');
    expect(stepAfter(progress, 'test')).toBeUndefined();
  });

  it('end', () => {
    const progress = progressOf({
      ...nothing,
      usableDomains: 1,
      confirmedMailboxes: 1,
      aliases: 1,
      messages: 1,
    });
    expect(shownStep(progress, undefined)).toBeUndefined();
  });
});
