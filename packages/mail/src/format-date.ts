/** For Date and Received: RFC 5322 §3.3 in UTC. Throws RangeError for a date that is none. */
export function formatDate(date: Date): string {
  if (Number.isNaN(date.getTime())) throw new RangeError('not a date');
  return date.toUTCString().replace('GMT', '+0000');
}
