import { expect, it } from 'vitest';
import { TurnsOfEach } from './turns-of-each.ts';
import { Turns } from './turns.ts';

it('runs so many at once, in order, and goes on after a rejection', async () => {
  const turns = new Turns(2);
  const begun: number[] = [];
  const gates = Array.from({ length: 4 }, () => Promise.withResolvers<number>());
  const results = gates.map((gate, index) =>
    turns.take(() => {
      begun.push(index);
      return gate.promise;
    }),
  );
  await Promise.resolve();
  expect(begun).toEqual([0, 1]);
  gates[1]?.reject(new Error('broken'));
  await expect(results[1]).rejects.toThrow('broken');
  expect(begun).toEqual([0, 1, 2]);
  for (const [index, gate] of gates.entries()) gate.resolve(index);
  expect(await Promise.all([results[0], results[2], results[3]])).toEqual([0, 2, 3]);
});

it('bounds each for itself', async () => {
  const turns = new TurnsOfEach(1);
  const gate = Promise.withResolvers<undefined>();
  const begun: string[] = [];
  const work = (key: string, name: string) =>
    turns.take(key, async () => {
      begun.push(name);
      await gate.promise;
    });
  const all = [work('jane', 'first'), work('jane', 'second'), work('john', 'third')];
  await Promise.resolve();
  expect(begun).toEqual(['first', 'third']);
  gate.resolve(undefined);
  await Promise.all(all);
  expect(begun).toEqual(['first', 'third', 'second']);
});
