import { stripControl } from './strip-control.ts';

/** One line for display and storage: white space becomes one space, control characters go; at most `maxCharacters`. */
export function cleanLine(text: string, maxCharacters: number): string {
  const line = stripControl(text.slice(0, maxCharacters * 4).replace(/\s+/g, ' ')).trim();
  return Array.from(line).slice(0, maxCharacters).join('').trim();
}
