// Begun by start.js beside the page: what the first formatter of a browser's process costs, some 30 ms for finding out which languages there are, is paid
// in a thread of its own. Later ones of the page cost next to nothing.
new Intl.NumberFormat('en').format(1);
new Intl.DateTimeFormat('en', { dateStyle: 'medium' }).format(0);
new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(-1, 'day');
close();
