/** The part of js-yaml that is used here; it brings no types of its own. */
declare module 'js-yaml' {
  /** Every document of a stream. With `json`, the last of several equal keys counts instead of being an error. */
  export function loadAll(text: string, iterator: null, options: { readonly json: boolean }): unknown[];
}
