/** What a day is called under a bar and in a table. */
export interface DayLabel {
  readonly label: string;
  readonly title: string;
}

/** Names days of the calendar (`2026-11-30`) in a language, whatever the time zone. Made once for many days: making formats takes longer than using them. */
export function dayLabels(language: string): (day: string) => DayLabel {
  const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { ...options, timeZone: 'UTC' });
  const short = format({ weekday: 'short', day: 'numeric' });
  const long = format({ weekday: 'long', day: 'numeric', month: 'long' });
  return (day) => {
    const date = new Date(`${day.slice(0, 10)}T00:00:00Z`);
    return { label: short.format(date), title: long.format(date) };
  };
}
