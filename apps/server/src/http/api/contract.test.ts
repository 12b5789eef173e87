import { operations, pathParameters, type Operation } from '@smtpy/contract';
import { describe, expect, it } from 'vitest';
import { route } from '../../api/index.ts';
import { findGaps, findOperationFaults, findRouteFaults } from './route-faults.ts';

const repeatedOf = (texts: readonly string[]) => texts.filter((text, index) => texts.indexOf(text) !== index);

describe('the contract', () => {
  it('has operations, each with an id and an address of its own', () => {
    expect(operations.length).toBeGreaterThan(0);
    expect(repeatedOf(operations.map(({ id }) => id))).toEqual([]);
    const places = operations.map(({ method, path }) => `${method} ${path.replace(/\{[^}]*\}/g, '{}')}`);
    expect(repeatedOf(places)).toEqual([]);
  });
});

describe.each(operations.map((operation) => ({ id: operation.id, operation })))('$id', ({ operation }) => {
  it('agrees with itself', () => {
    expect(findOperationFaults(operation)).toEqual([]);
    expect(operation.id).toMatch(/^[a-z][a-zA-Z]+$/);
    expect(operation.path).toMatch(/^\/v1(?:\/(?:[a-z0-9-]+|\{[a-z_]+\}))+$/);
    expect(operation.summary.endsWith('.')).toBe(false);
    expect(operation.description.trim()).not.toBe('');
  });

  it('says what it leaves in the audit log, where it changes something', () => {
    if (operation.method === 'GET') return;
    expect(operation.audited).toBeDefined();
  });

  it('has parameters that are those of its path', () => {
    expect(Object.keys(operation.params?.shape ?? {}).toSorted()).toEqual(
      pathParameters(operation.path).toSorted(),
    );
  });

  it('has an example that its schema takes', async () => {
    if (operation.body === undefined) return;
    const result = await operation.body.safeParseAsync(operation.example);
    expect(result.error?.issues ?? []).toEqual([]);
  });

  it('has an answer that its schema gives', async () => {
    const { answer } = operation;
    if (answer.body === undefined) return;
    const result = await answer.body.safeParseAsync(answer.example);
    expect(result.error?.issues ?? []).toEqual([]);
  });
});

describe('routes', () => {
  const [first, second] = operations;
  if (first === undefined || second === undefined) throw new Error('there are no operations');
  const serve = (operation: Operation) => route(operation, () => Promise.resolve(undefined as never));

  it('that are missing, or serve what is not in the contract, are named', () => {
    expect(findGaps([first, second], [serve(first), serve(second)])).toEqual([]);
    expect(findGaps([first, second], [serve(first)])).toEqual([`nothing serves ${second.id}`]);
    const unknown = { ...first, id: 'unknown' };
    expect(findGaps([first], [serve(first), serve(unknown)])).toEqual(['unknown is not in the contract']);
  });

  it('that are there twice, or contradict themselves, are named', () => {
    expect(findRouteFaults([serve(first), serve(first)])).toHaveLength(2);
    const lost = { ...first, path: '/v1/lost/{lost_id}' } as const;
    expect(findRouteFaults([serve(lost)])).toEqual([
      `${first.id}: the parameters of the path are not those of its schema`,
    ]);
  });
});
