import type { Locator, Page } from 'playwright-core';
import type { Device } from './visitor.ts';

/** How somebody works with a page. */
export interface Way {
  readonly device: Device;
  readonly by: 'mouse' | 'touch' | 'keyboard';
}

/** Each journey is made in both of these ways. */
export const pointerWays: readonly Way[] = [
  { device: 'desktop', by: 'mouse' },
  { device: 'phone', by: 'touch' },
];
/** And those that touch every kind of control by keyboard alone as well. */
export const ways: readonly Way[] = [...pointerWays, { device: 'desktop', by: 'keyboard' }];

/** What somebody does with a page, by mouse, finger or keyboard alone. */
export interface Hand {
  /** Presses a button, a link, a box, an item of a menu. */
  press(target: Locator): Promise<void>;
  /** Goes to a field and types into it, over what stood there. */
  type(target: Locator, text: string): Promise<void>;
  /** Chooses of a list. */
  choose(target: Locator, label: string): Promise<void>;
}

/** More steps than any page needs: then what is looked for cannot be reached. */
const mostSteps = 150;

/** The hand that works in this way. */
export function handOf(page: Page, { by }: Way): Hand {
  if (by === 'keyboard') return keyboardOf(page);
  return {
    press: (target) => (by === 'touch' ? target.tap() : target.click()),
    type: (target, text) => target.fill(text),
    choose: async (target, label) => {
      await target.selectOption({ label });
    },
  };
}

/**
 * The key that leads on from where the focus is, or undefined where it is there. In a menu or a group of radio buttons, which Tab goes to as a whole,
 * the arrows go from one to the next. Runs in the page.
 */
function nextKeyTo(element: Element): 'Tab' | 'ArrowDown' | undefined {
  const isRadio = (other: Element | null): other is HTMLInputElement =>
    other instanceof HTMLInputElement && other.type === 'radio';
  const { activeElement } = document;
  if (activeElement === element) return undefined;
  if (isRadio(element))
    return isRadio(activeElement) && activeElement.name === element.name ? 'ArrowDown' : 'Tab';
  return /^menuitem/u.test(element.getAttribute('role') ?? '') ? 'ArrowDown' : 'Tab';
}

/** Goes with Tab as people do, or with the arrows within a menu, and presses what it stands on. The mouse is not touched. */
function keyboardOf(page: Page): Hand {
  const reach = async (target: Locator): Promise<void> => {
    await target.waitFor();
    for (let step = 0; step < mostSteps; step += 1) {
      const key = await target.evaluate(nextKeyTo);
      if (key === undefined) return;
      await page.keyboard.press(key);
    }
    throw new Error(`the keyboard does not reach ${String(target)}`);
  };
  return {
    press: async (target) => {
      await reach(target);
      const type = await target.evaluate((element) =>
        element instanceof HTMLInputElement ? element.type : '',
      );
      // The arrow that came to a radio button has chosen it.
      if (type === 'radio' && (await target.isChecked())) return;
      await page.keyboard.press(type === 'checkbox' || type === 'radio' ? 'Space' : 'Enter');
    },
    type: async (target, text) => {
      await reach(target);
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.type(text);
    },
    choose: async (target, label) => {
      await reach(target);
      // Lists of browsers go to what is typed.
      await page.keyboard.type(label);
      await page.keyboard.press('Enter');
    },
  };
}
