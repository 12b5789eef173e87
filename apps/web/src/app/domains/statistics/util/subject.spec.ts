import { describe, expect, it } from 'vitest';
import { dimensionsOf, filterOf, linkOf, readDimension, readSubject, stepWords } from './subject.ts';

const id = '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a011';
const nothing = { domain: '', alias: '', mailbox: '' };

describe('what alone is counted', () => {
  it('is one thing, and only where the address names an id', () => {
    expect(readSubject(nothing)).toBeUndefined();
    expect(readSubject({ ...nothing, domain: 'x' })).toBeUndefined();
    expect(readSubject({ domain: id, alias: id, mailbox: '' })).toEqual({ kind: 'alias', id });
    expect(filterOf({ kind: 'mailbox', id })).toEqual({ mailbox_id: id });
    expect(filterOf(undefined)).toEqual({});
  });

  it('decides by what it can be broken down', () => {
    expect(dimensionsOf(undefined)).toHaveLength(8);
    expect(readDimension('reason', undefined)).toBe('reason');
    expect(readDimension('reason', { kind: 'domain', id })).toBe('alias');
    expect(readDimension('', { kind: 'mailbox', id })).toBe('state');
  });
});

describe('a row of a top list', () => {
  it('leads to what it counts', () => {
    expect(linkOf('alias', { key: id, name: 'a@b.example' })).toEqual({ path: `/aliases/${id}` });
    expect(linkOf('sender_domain', { key: 'shop.example', name: 'shop.example' })).toEqual({
      path: '/messages',
      query: { sender: '@shop.example' },
    });
    expect(linkOf('alias', { key: id, name: null })).toBeUndefined();
    expect(linkOf('reason', { key: 'spam', name: 'spam' })).toBeUndefined();
  });
});

describe('a step', () => {
  const point = { start: '2026-11-30T13:00:00Z', label: '2026-11-30T14:00+01:00' };
  const look = { days: 7, language: 'en', time: () => '14:00' } as const;
  it('is called as the calendar has it', () => {
    expect(stepWords(point, { ...look, step: 'hour' })).toEqual({
      label: '30 Nov 14:00',
      title: 'Mon 30 Nov, 14:00',
    });
    expect(stepWords(point, { ...look, step: 'hour', days: 1 }).label).toBe('14:00');
    expect(stepWords(point, { ...look, step: 'day' }).label).toBe('Mon 30');
    expect(stepWords(point, { ...look, step: 'day', days: 30 }).label).toBe('30 Nov');
    expect(stepWords(point, { ...look, step: 'month' }).title).toBe('November 2026');
  });
});
