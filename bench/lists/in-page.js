// Runs in the page that is measured. Rows are there when the frame of the list is busy no more: Angular writes both in one go.
globalThis.smtpyWatch = (() => {
  const frame = 'app-list-frame';
  const entries = [];
  const observer = new PerformanceObserver((list) => entries.push(...list.getEntries()));
  for (const [type, more] of [
    ['resource', {}],
    ['longtask', {}],
    ['event', { durationThreshold: 16 }],
  ])
    observer.observe({ type, ...more });
  let current;

  function begin(url) {
    entries.length = 0;
    const startedAt = performance.now();
    // A page that is opened may draw the frame when its rows are there already.
    let wasBusy = document.querySelector(frame) === null;
    current = {
      url,
      startedAt,
      painted: new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`no rows of ${url}`)), 30_000);
        const mutations = new MutationObserver(() => {
          const busy = document.querySelector(frame)?.getAttribute('aria-busy');
          if (busy === 'true') wasBusy = true;
          if (!wasBusy || busy !== 'false') return;
          mutations.disconnect();
          clearTimeout(timer);
          requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())));
        });
        mutations.observe(document.body, { subtree: true, childList: true, attributes: true });
      }),
    };
    // Its failure is told by `end`.
    current.painted.catch(() => undefined);
  }

  async function end() {
    const { url, startedAt, painted } = current;
    const paintedAt = await painted;
    // Entries come a little after what they tell of.
    await new Promise((resolve) => setTimeout(resolve, 100));
    entries.push(...observer.takeRecords());
    const path = (name) => new URL(name).pathname;
    const answers = entries.filter(
      ({ entryType, name, responseEnd }) =>
        entryType === 'resource' && path(name) === url && responseEnd <= paintedAt,
    );
    const answer = answers.at(-1);
    if (answer === undefined) throw new Error(`nobody asked for ${url}`);
    const longest = (kept) => Math.max(0, ...entries.filter(kept).map(({ duration }) => duration));
    return {
      rowsMs: paintedAt - answer.responseEnd,
      longestTaskMs: longest(
        ({ entryType, startTime, duration }) =>
          entryType === 'longtask' && startTime < paintedAt && startTime + duration > startedAt,
      ),
      keyMs: longest(({ entryType, name }) => entryType === 'event' && name.startsWith('key')),
      serverMs: answer.responseEnd - answer.startTime,
    };
  }

  return { begin, end };
})();
