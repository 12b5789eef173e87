/** The instant at which a day (`2026-11-30`) begins in a time zone, as RFC 3339; undefined for what is no day. */
export function startOfDay(day: string, timeZone: string): string | undefined {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/u.exec(day) ?? [];
  if (year === undefined) return undefined;
  const midnightUtc = Date.UTC(Number(year), Number(month) - 1, Number(date));
  if (Number.isNaN(midnightUtc)) return undefined;
  // Once more, for the offset may be another one at the instant that came out.
  const first = midnightUtc - offsetMs(midnightUtc, timeZone);
  return new Date(midnightUtc - offsetMs(first, timeZone)).toISOString();
}

/** The instant at which the day after begins: the end of what was done on that day. */
export function endOfDay(day: string, timeZone: string): string | undefined {
  const start = startOfDay(day, 'UTC');
  if (start === undefined) return undefined;
  const next = new Date(Date.parse(start) + 86_400_000).toISOString().slice(0, 10);
  return startOfDay(next, timeZone);
}

/** How far clocks in the zone are ahead of UTC at an instant. */
function offsetMs(instantMs: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instantMs);
  const part = (type: string): number => Number(parts.find((each) => each.type === type)?.value ?? 0);
  const local = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return local - Math.floor(instantMs / 1_000) * 1_000;
}
