/** After `g` (go), the key of a place, by the name of the place. */
export const placeKeys: Readonly<Record<string, string>> = {
  dashboard: 'd',
  aliases: 'a',
  domains: 'o',
  mailboxes: 'b',
  contacts: 'c',
  messages: 'm',
  quarantine: 'q',
  rules: 'r',
  statistics: 's',
  notices: 'n',
  team: 't',
  developers: 'k',
  audit: 'l',
  settings: 'p',
  administration: 'x',
};

/** How long after `g` the second key may come. */
const sequenceMs = 1_500;

/** What a key means. */
export type Meaning =
  { readonly kind: 'go'; readonly place: string } | { readonly kind: 'help' | 'search' | 'new_alias' };

/** Hears keys one by one and says what they mean; undefined: nothing, or nothing yet. */
export function createKeyReader(): (key: string, nowMs: number) => Meaning | undefined {
  let wentAt = -Infinity;
  return (key, now) => {
    const isSecond = now - wentAt <= sequenceMs;
    wentAt = -Infinity;
    if (isSecond) {
      const place = Object.keys(placeKeys).find((name) => placeKeys[name] === key);
      return place === undefined ? undefined : { kind: 'go', place };
    }
    if (key === 'g') wentAt = now;
    if (key === '?') return { kind: 'help' };
    if (key === '/') return { kind: 'search' };
    return key === 'n' ? { kind: 'new_alias' } : undefined;
  };
}
