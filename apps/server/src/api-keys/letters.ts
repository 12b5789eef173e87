import type { Actor } from '../api/index.ts';
import { facts, formatInstant, paragraph, type Letter } from '../followups/index.ts';
import type { ApiKey } from './api-key.ts';

/** To the person whose key it is. The key itself is shown once, to whoever made it, and stands in no mail. */
export function keyCreatedLetter(
  { name, start, createdAt, expiresAt }: ApiKey,
  { ip, userAgent }: Actor,
): Letter {
  return {
    subject: 'An API key was made for you',
    blocks: [
      paragraph('Programs that have this key may do with the API what it allows, in your name.'),
      facts([
        ['Name', name],
        ['Begins with', start],
        ['When', formatInstant(createdAt)],
        ['Works until', expiresAt === undefined ? 'it is deleted' : formatInstant(expiresAt)],
        ['From', ip],
        ['Program', userAgent?.slice(0, 200)],
      ]),
      paragraph(
        'If this was not you, delete the key, and set a new password: that ends all sessions, and leaves keys as they are.',
      ),
    ],
  };
}
