import { pagePaths, tokenPagePaths } from '@smtpy/contract/web';

/** What goes into the service worker of a build. */
export interface ServiceWorkerContent {
  /** Another one for every build. */
  readonly build: string;
  /** What the application starts with: absolute paths; the first is its page. */
  readonly shell: readonly ['/offline', ...string[]];
}

/** Fills in the template; throws where it has no place for something. */
export function renderServiceWorker(template: string, { build, shell }: ServiceWorkerContent): string {
  const pages = pagePaths.filter((page) => !tokenPagePaths.includes(page)).map(toPattern);
  const content = [
    ["'BUILD'", JSON.stringify(build)],
    ["['SHELL']", JSON.stringify(shell)],
    ["['PAGES']", JSON.stringify(pages)],
  ] as const;
  return content.reduce((text, [mark, value]) => {
    if (text.split(mark).length !== 2)
      throw new Error(`the template of the service worker has not one ${mark}`);
    return text.replace(mark, () => value);
  }, template);
}

/** An id is 36 characters; the tokens of mails, which stand in its place in other addresses, are longer. */
function toPattern(page: string): string {
  return `^${page.replaceAll(':id', '[0-9a-f-]{36}')}$`;
}
