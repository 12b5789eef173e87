import type { Routes } from '@angular/router';
import { describe, expect, it } from 'vitest';
import { fetchPageParts } from './page-parts.ts';

const component = (name: string) => ({ loadComponent: () => Promise.resolve(name as never) });
const words = (name: string) => ({
  resolve: {
    words: Object.assign(() => Promise.resolve(true), { fetch: () => Promise.resolve(`words of ${name}`) }),
    other: () => Promise.resolve('what a resolver brings'),
  },
});

const routes: Routes = [
  { path: '', pathMatch: 'full', ...component('landing') },
  { path: 'sign-in', ...component('sign-in') },
  {
    path: '',
    ...component('frame'),
    children: [
      {
        path: 'aliases',
        loadChildren: () =>
          Promise.resolve<Routes>([
            { path: '', pathMatch: 'full', ...component('aliases'), ...words('aliases') },
            {
              path: ':id',
              ...component('alias'),
              ...words('aliases'),
              children: [
                { path: '', pathMatch: 'full', ...component('activity') },
                { path: 'settings', ...component('settings of an alias') },
              ],
            },
          ]),
      },
      {
        path: 'settings',
        ...component('settings'),
        children: [
          { path: '', pathMatch: 'full', redirectTo: 'profile' },
          { path: 'profile', ...component('profile') },
        ],
      },
      { path: 'messages/refused', ...component('refused') },
      { path: 'messages/:id', ...component('message') },
      { path: '**', ...component('not found') },
    ],
  },
];

async function fetchAt(path: string): Promise<readonly unknown[]> {
  const fetched: unknown[] = [];
  const isThere = await fetchPageParts(routes, path.split('/').filter(Boolean), async (load) => {
    const part = await load();
    if (!Array.isArray(part)) fetched.push(part);
    return part;
  });
  return isThere ? fetched.toSorted() : ['nothing is there'];
}

describe('the parts of a page', () => {
  it.each([
    ['/', ['landing']],
    ['/sign-in', ['sign-in']],
    ['/aliases', ['aliases', 'frame', 'words of aliases']],
    ['/aliases/1', ['activity', 'alias', 'frame', 'words of aliases']],
    ['/aliases/1/settings', ['alias', 'frame', 'settings of an alias', 'words of aliases']],
    ['/aliases/1/settings/2', ['nothing is there']],
    ['/settings', ['frame', 'profile', 'settings']],
    ['/messages/refused', ['frame', 'refused']],
    ['/messages/1', ['frame', 'message']],
    ['/messages', ['nothing is there']],
    ['/v1/openapi.json', ['nothing is there']],
  ])('at %s are %j', async (path, parts) => {
    expect(await fetchAt(path)).toEqual(parts);
  });

  it('that do not come are nothing', async () => {
    expect(await fetchPageParts(routes, ['aliases'], () => Promise.resolve(undefined))).toBe(false);
  });
});
