// Begun by start.js beside the page, with the page's language for a name: what the first formatters of a browser's process cost, some 30 ms for finding
// out which languages there are and how they write, is paid in a thread of its own. Those of the page then cost next to nothing.
const language = self.name === 'fr' ? 'fr' : 'en-GB';
const zone = new Intl.DateTimeFormat(language).resolvedOptions().timeZone;
new Intl.NumberFormat(language).format(1);
new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: zone }).format(0);
new Intl.DateTimeFormat(language, { timeStyle: 'short', timeZone: zone }).format(0);
new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' }).format(-1, 'day');
close();
