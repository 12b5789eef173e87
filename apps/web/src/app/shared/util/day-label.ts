/** What a day is called under a bar and in a table, by its name in the calendar (`2026-11-30`), whatever the time zone. */
export function dayLabel(day: string, language: string): { readonly label: string; readonly title: string } {
  const date = new Date(`${day.slice(0, 10)}T00:00:00Z`);
  const locale = language === 'en' ? 'en-GB' : language;
  const format = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(date);
  return {
    label: format({ weekday: 'short', day: 'numeric' }),
    title: format({ weekday: 'long', day: 'numeric', month: 'long' }),
  };
}
