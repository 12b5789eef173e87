import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAliasBench, type AliasBench } from './testdata/features.ts';

let bench: AliasBench;

beforeAll(async () => {
  bench = await openAliasBench();
  await bench.addDomain('my.example');
});
afterAll(() => bench[Symbol.asyncDispose]());

async function addLimited(name: string, messagesLeft: number | null): Promise<string> {
  const { id: aliasId } = await bench.add(`${name}@my.example`);
  await bench.aliases.changeAlias({ organizationId: bench.jane, aliasId, messagesLeft });
  return aliasId;
}

async function messagesLeft(name: string): Promise<number | undefined> {
  return (await bench.aliases.findAlias(bench.jane, `${name}@my.example`))?.messagesLeft;
}

async function takeMany(aliasId: string, count: number): Promise<number> {
  const taken = await Promise.all(Array.from({ length: count }, () => bench.aliases.takeMessage(aliasId)));
  return taken.filter((isTaken) => isTaken).length;
}

describe('takeMessage', () => {
  it('gives 5 to 100 who ask at once under a limit of 5', async () => {
    const aliasId = await addLimited('five', 5);
    expect(await takeMany(aliasId, 100)).toBe(5);
    expect(await messagesLeft('five')).toBe(0);
  });

  it('gives again what was given back, and no more', async () => {
    const aliasId = await addLimited('back', 1);
    expect(await takeMany(aliasId, 2)).toBe(1);
    await bench.aliases.giveBack(aliasId);
    expect(await takeMany(aliasId, 2)).toBe(1);
  });

  it('gives any number where there is no limit, and makes none', async () => {
    const aliasId = await addLimited('free', null);
    expect(await takeMany(aliasId, 10)).toBe(10);
    await bench.aliases.giveBack(aliasId);
    expect(await messagesLeft('free')).toBeUndefined();
  });

  it('gives nothing for an alias that is deleted or none', async () => {
    const aliasId = await addLimited('deleted', 5);
    await bench.aliases.deleteAlias({ organizationId: bench.jane, aliasId });
    expect(await takeMany(aliasId, 1)).toBe(0);
    expect(await takeMany('00000000-0000-7000-8000-000000000000', 1)).toBe(0);
  });
});
