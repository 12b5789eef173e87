import { formatAddress } from '@smtpy/mail';
import { describe, expect, it } from 'vitest';
import type { InboundAlias, InboundCatchAll, InboundEntry } from '../dependencies.ts';
import { makeAlias, organizations, toAddress, toDomain } from '../testdata/entries.ts';
import { resolveAddress } from './resolve-address.ts';

const name = toDomain('my.example');

async function resolve(
  text: string,
  known: Readonly<Record<string, InboundEntry>>,
  catchAll?: Partial<InboundCatchAll>,
): Promise<string> {
  const star = makeAlias('star@my.example', { id: 'star', isCatchAll: true });
  const unknown: InboundEntry = {
    kind: 'unknown_alias',
    domain: {
      id: 'd',
      name,
      organizationId: organizations.first,
      ...(catchAll && { catchAll: { alias: star, mode: 'forward', ...catchAll } }),
    },
  };
  const entry = await resolveAddress(toAddress(text), {
    lookUp: (address) => Promise.resolve(known[formatAddress(address).toLowerCase()] ?? unknown),
  });
  if (entry.kind !== 'alias') return entry.kind;
  return `${entry.way} ${entry.alias.id} ${formatAddress(entry.alias.address)}`;
}

const made = (text: string, changes: Partial<InboundAlias> = {}): InboundEntry => ({
  kind: 'alias',
  alias: makeAlias(text, { id: 'made', ...changes }),
});
const deleted: InboundEntry = { kind: 'deleted_alias', organizationId: 'o', aliasId: 'a' };

describe('plus addressing', () => {
  it('leads to the alias in front of the plus', async () => {
    const known = { 'shop@my.example': made('shop@my.example') };
    expect(await resolve('shop+news@my.example', known)).toBe('plus made shop@my.example');
    expect(await resolve('+news@my.example', known)).toBe('unknown_alias');
  });

  it('does not, where its owner has switched it off, nor of a deleted alias', async () => {
    const off = { 'shop@my.example': made('shop@my.example', { plusAddressing: false }) };
    expect(await resolve('shop+news@my.example', off)).toBe('unknown_alias');
    expect(await resolve('shop+news@my.example', off, {})).toBe('unknown_alias');
    expect(await resolve('shop+news@my.example', { 'shop@my.example': deleted }, {})).toBe('deleted_alias');
  });

  it('gives way to an alias of that very name, and to the form for new contacts', async () => {
    const known = {
      'shop@my.example': made('shop@my.example'),
      'shop+news@my.example': made('shop+news@my.example', { id: 'exact' }),
    };
    expect(await resolve('shop+news@my.example', known)).toBe('alias exact shop+news@my.example');
    expect(await resolve('shop+ann=x.example@my.example', known)).toBe('new_contact');
    expect(await resolve('shop+ann=x@my.example', known)).toBe('unknown_alias');
  });
});

describe('a catch-all', () => {
  it('takes what nobody made, under the address that was written to, folded', async () => {
    expect(await resolve('Any.Thing@my.example', {}, {})).toBe('catch_all star any.thing@my.example');
    expect(await resolve('new+tag@my.example', {}, {})).toBe('catch_all star new@my.example');
    expect(await resolve('x@my.example', {}, { mode: 'create' })).toBe('catch_all_created star x@my.example');
  });

  it('takes nothing where it is off, and what matches where it has a pattern', async () => {
    expect(await resolve('any@my.example', {})).toBe('unknown_alias');
    const pattern = 'shop-.*';
    expect(await resolve('shop-1@my.example', {}, { pattern })).toBe('catch_all star shop-1@my.example');
    expect(await resolve('my-shop-1@my.example', {}, { pattern })).toBe('unknown_alias');
  });

  it('brings nothing back that was deleted', async () => {
    expect(await resolve('gone@my.example', { 'gone@my.example': deleted }, {})).toBe('deleted_alias');
  });

  it.each(['srs0=x=y=z=w@my.example', 'a=b@my.example', 'a{b@my.example'])(
    'does not take %s, which is no name of an alias',
    async (text) => {
      expect(await resolve(text, {}, {})).toBe('unknown_alias');
    },
  );
});
