const tokenForm = /^[A-Za-z0-9_-]{20,200}$/u;

/** The token of a link; undefined for what cannot be one, such as half of one. */
export function parseLinkToken(text: string): string | undefined {
  const token = text.trim();
  return tokenForm.test(token) ? token : undefined;
}
