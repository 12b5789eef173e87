/**
 * The colour of a token as a canvas wants it: one value, of the theme as it is now. The token itself holds both.
 *
 * @param token - Its name without the dashes in front: `chart-accent`.
 */
export function colourOfToken(token: string): string {
  const probe = document.createElement('span');
  probe.hidden = true;
  probe.style.color = `var(--${token})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
