import type { Page } from 'playwright-core';
import type { Device } from '../../tests/web/visitor.ts';

/** The lists that grow without end. */
export const lists = ['aliases', 'messages'] as const;
/** One of {@link lists}. */
export type List = (typeof lists)[number];

/** Something that makes the list ask the server once. */
export interface Action {
  readonly name: string;
  readonly run: (page: Page) => Promise<void>;
}

/** Between two keys of somebody who types fast, in ms. */
const typingMs = 40;

/** What somebody does with a list, in this order; it ends as it began. */
export function actionsOf(list: List, device: Device): readonly Action[] {
  const next: Action = { name: 'next page', run: (page) => button(page, 'Next').click() };
  return [
    { name: 'open', run: (page) => page.locator(`a[href="/${list}"]:visible`).first().click() },
    next,
    { name: 'page before', run: (page) => button(page, 'Previous').click() },
    ...(list === 'aliases' ? filtersOfAliases(device) : filtersOfMessages),
    { name: 'type in the search', run: type },
    { name: 'clear the search', run: (page) => page.locator('app-search-field input').press('Escape') },
  ];
}

const button = (page: Page, name: string) => page.locator('app-list-frame nav').getByText(name);

async function type(page: Page): Promise<void> {
  const field = page.locator('app-search-field input');
  await field.focus();
  await field.pressSequentially('shop', { delay: typingMs });
}

function filtersOfAliases(device: Device): readonly Action[] {
  const choose = (state: string) => async (page: Page) => {
    const select = page.locator('app-alias-filters select').first();
    if (!(await select.isVisible())) await page.locator('[aria-controls="alias-filters"]').click();
    await select.selectOption(state);
  };
  const sort: Action = {
    name: 'sort',
    run: (page) => page.locator('th[app-sort-header] button').first().click(),
  };
  return [
    { name: 'filter: switched off', run: choose('off') },
    { name: 'filter: all', run: choose('') },
    // On a phone there are no heads of columns.
    ...(device === 'desktop' ? [sort, { ...sort, name: 'sort the other way' }] : []),
  ];
}

const view = (name: string, index: number): Action => ({
  name: `view: ${name}`,
  run: (page) => page.locator('app-message-toolbar .segments button').nth(index).click(),
});
const filtersOfMessages: readonly Action[] = [view('second', 1), view('third', 2), view('all', 0)];
