import { expect, it } from 'vitest';
import { pagePaths } from '@smtpy/contract/web';
import { readRouterPaths } from './routes.ts';

// The server answers for the addresses of `pagePaths`, with 404 for all others: a page that is missing there works until it is loaded anew, and one
// that the router does not know is a page of nothing.
it('the server and the router know the same pages', () => {
  const inRouter = readRouterPaths().map((path) => path.replaceAll(/:\w+/gu, ':id'));
  expect([...new Set(inRouter)].sort()).toEqual([...pagePaths].sort());
});
