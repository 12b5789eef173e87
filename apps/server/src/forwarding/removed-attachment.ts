import { cleanLine, type RemovedAttachment } from '@smtpy/mail';

const maxNameCharacters = 120;
const maxTypeCharacters = 80;
// Marks of the writing direction and of no width: with them a name reads as another.
const invisible = /[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

const units = [
  { name: 'GB', bytes: 1e9 },
  { name: 'MB', bytes: 1e6 },
  { name: 'kB', bytes: 1e3 },
] as const;

/** What a reader finds in the place of an attachment that a rule took away. */
export function describeRemovedAttachment({ filename, contentType, sizeBytes }: RemovedAttachment): string {
  const name = clean(filename, maxNameCharacters);
  const named = name === '' ? 'An attachment' : `The attachment “${name}”`;
  const facts = `${clean(contentType, maxTypeCharacters)}, ${formatSize(sizeBytes)}`;
  return `${named} (${facts}) was removed here by a rule of yours.`;
}

function clean(text: string, maxCharacters: number): string {
  return cleanLine(text.replace(invisible, ''), maxCharacters);
}

function formatSize(bytes: number): string {
  const unit = units.find((each) => bytes >= each.bytes);
  if (unit === undefined) return `${bytes} bytes`;
  const count = bytes / unit.bytes;
  return `about ${count < 10 ? Math.round(count * 10) / 10 : Math.round(count)} ${unit.name}`;
}
