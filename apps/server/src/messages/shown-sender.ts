/**
 * A sender as it is kept, in words: the address, or what stands for the part that the organization does not want kept (`*@example.com`
 * and `*`). Empty is the null sender. Not cleaned.
 */
export function shownSender(address: string): string {
  if (address === '') return 'null sender';
  if (address === '*') return 'sender not kept';
  return address.startsWith('*@') ? `someone at ${address.slice(2)}` : address;
}

/** Whether a sender is kept in part only, or not at all. */
export function isSenderHidden(address: string | undefined): boolean {
  return address === '*' || address?.startsWith('*@') === true;
}
