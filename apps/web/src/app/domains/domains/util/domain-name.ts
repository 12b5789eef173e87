/** What was typed as the name of a domain. */
export type TypedDomain =
  | { readonly kind: 'empty' }
  /** Why it is none; also the end of the key of its sentence: `domains.add.fault.<fault>`. */
  | { readonly kind: 'wrong'; readonly fault: 'spaces' | 'address' | 'single_label' | 'characters' | 'long' }
  /** `ascii` in A-labels, as DNS has it. */
  | { readonly kind: 'name'; readonly ascii: string; readonly isInternational: boolean };

/** Octets of a name (RFC 1035 §2.3.4), without the final dot. */
const longestName = 253;
const label = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/u;

/** Reads the name of a domain as people type or paste it: with `https://`, a path, a final dot or capitals. The server decides. */
export function parseTypedDomain(text: string): TypedDomain {
  const typed = text
    .trim()
    .replace(/^[a-z]+:\/\//iu, '')
    .replace(/[/?#].*$/u, '')
    .replace(/\.$/u, '');
  if (typed === '') return { kind: 'empty' };
  if (/\s/u.test(typed)) return { kind: 'wrong', fault: 'spaces' };
  if (typed.includes('@')) return { kind: 'wrong', fault: 'address' };
  const ascii = toAscii(typed);
  if (ascii === undefined) return { kind: 'wrong', fault: 'characters' };
  if (ascii.length > longestName) return { kind: 'wrong', fault: 'long' };
  const labels = ascii.split('.');
  if (labels.length < 2) return { kind: 'wrong', fault: 'single_label' };
  if (!labels.every((part) => label.test(part)) || /^\d+$/u.test(labels.at(-1) ?? ''))
    return { kind: 'wrong', fault: 'characters' };
  return { kind: 'name', ascii, isInternational: labels.some((part) => part.startsWith('xn--')) };
}

/** In A-labels and lower case, by the rules that addresses of web pages follow; undefined where the name has none. */
function toAscii(name: string): string | undefined {
  if (!/^[\p{L}\p{M}\p{N}.\-\u30fb\u00b7\u3002]+$/u.test(name)) return undefined;
  return URL.canParse(`http://${name}/`) ? new URL(`http://${name}/`).hostname : undefined;
}
