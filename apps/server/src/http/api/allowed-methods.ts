import type { Operation } from '@smtpy/contract';

/** Which methods an address of the API knows, for those that it does not. */
export type AllowedMethods = (path: string) => readonly string[];

/** Over these operations; the path without its query. A parameter stands for one part of the path that is not empty. */
export function createAllowedMethods(
  operations: readonly Pick<Operation, 'method' | 'path'>[],
): AllowedMethods {
  const known = operations.map(({ method, path }) => ({ method, parts: path.split('/') }));
  return (path) => {
    const parts = path.split('/');
    const methods = known.filter((operation) => fits(operation.parts, parts)).map(({ method }) => method);
    return [...new Set(methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])))];
  };
}

function fits(pattern: readonly string[], parts: readonly string[]): boolean {
  if (pattern.length !== parts.length) return false;
  return pattern.every((part, index) => (part.startsWith('{') ? parts[index] !== '' : part === parts[index]));
}
