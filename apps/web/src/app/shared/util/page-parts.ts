import type { Route, Routes } from '@angular/router';
import type { WordsResolver } from './load-words.ts';

/**
 * Fetches what the page at an address is made of: components, words and further routes, as the router would on the way there. Gives whether there is
 * such a page.
 *
 * @param segments - Of the path, without empty ones.
 * @param run - Does one of these; never throws, and gives undefined where it failed.
 */
export async function fetchPageParts(
  routes: Routes,
  segments: readonly string[],
  run: (load: () => unknown) => Promise<unknown>,
): Promise<boolean> {
  for (const route of routes) {
    const rest = behind(route, segments);
    if (rest === undefined) continue;
    if (typeof route.redirectTo === 'string')
      return fetchPageParts(routes, [...route.redirectTo.split('/'), ...rest], run);
    const hasBelow = route.children !== undefined || route.loadChildren !== undefined;
    if (!hasBelow && rest.length > 0) continue;
    const own = Promise.all(ownParts(route).map(run));
    if (!hasBelow) return own.then(() => true);
    const below = route.children ?? ((await run(route.loadChildren as () => unknown)) as Routes | undefined);
    const [isThere] = await Promise.all([fetchPageParts(below ?? [], rest, run), own]);
    if (isThere) return true;
  }
  return false;
}

/** Without its resolvers: they show what they bring. */
function ownParts({ loadComponent, resolve = {} }: Route): readonly (() => unknown)[] {
  const words = Object.values(resolve).flatMap((each: unknown) => (hasWords(each) ? [each.fetch] : []));
  return loadComponent === undefined ? words : [loadComponent, ...words];
}

function hasWords(resolver: unknown): resolver is WordsResolver {
  return typeof resolver === 'function' && 'fetch' in resolver;
}

/** What of the path is left to the routes below one; undefined where it is another. Where nothing else is, there is nothing to fetch. */
function behind({ path = '', pathMatch }: Route, segments: readonly string[]): readonly string[] | undefined {
  if (path === '**') return undefined;
  const parts = path === '' ? [] : path.split('/');
  if (pathMatch === 'full' && parts.length !== segments.length) return undefined;
  const isHere = parts.every((part, index) => {
    const segment = segments[index];
    return segment !== undefined && (part.startsWith(':') || part === segment);
  });
  return isHere ? segments.slice(parts.length) : undefined;
}
