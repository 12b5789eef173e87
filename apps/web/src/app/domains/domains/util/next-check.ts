/** When DNS is asked next, where that is still to come; `now` in ms. */
export function nextCheckOf(
  { next_check_at: nextCheckAt }: { readonly next_check_at: string | null },
  now: number,
): string | undefined {
  return nextCheckAt !== null && new Date(nextCheckAt).getTime() > now ? nextCheckAt : undefined;
}
