/** What a key does in the quarantine. */
export type Shortcut = 'next' | 'previous' | 'release' | 'delete' | 'help' | 'close';

const keys: Readonly<Record<string, Shortcut>> = {
  j: 'next',
  k: 'previous',
  r: 'release',
  d: 'delete',
  '?': 'help',
  Escape: 'close',
};

/** What is known of a key that was pressed. */
export interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  /** Of what has the focus, in lower case: `input`. */
  readonly element: string;
  readonly isEditable: boolean;
}

/** What a key does; undefined: nothing, so that typing and the shortcuts of the browser go on as ever. */
export function shortcutOf({
  key,
  ctrlKey,
  metaKey,
  altKey,
  element,
  isEditable,
}: Pressed): Shortcut | undefined {
  if (ctrlKey || metaKey || altKey || isEditable) return undefined;
  if (['textarea', 'select'].includes(element)) return undefined;
  return Object.hasOwn(keys, key) ? keys[key] : undefined;
}
