/** Whether a request target is one of the API: what goes wrong there is answered in JSON. */
export function isApiPath(url: string): boolean {
  return /^\/v1(?:[/?]|$)/.test(url);
}
