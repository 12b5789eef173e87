import { computed, inject } from '@angular/core';
import { Router } from '@angular/router';
import { pathOf } from '../shared/util/url-query.ts';

/**
 * Tells whether a page or one below it is open, for `aria-current` of links in the frame. Angular's `routerLinkActive` compares trees of URLs for each
 * link, and listens with each of them: among some twenty links that is felt on a phone. To be called where `inject` works.
 */
export function placeHere(): (path: string) => boolean {
  const router = inject(Router);
  const here = computed(() => {
    const arrived = router.lastSuccessfulNavigation()?.finalUrl?.toString();
    return pathOf(arrived ?? router.url) ?? '';
  });
  return (path) => here() === path || here().startsWith(`${path}/`);
}
