// Lets the application start without the network, and quickly on a bad one. `tools/build-web.ts` writes it into the build and puts in what
// it keeps. No library: the page carries a nonce, another each time, so that a table of hashes would refuse it; kept together with its
// header, it is consistent.

/** Changes with every build. */
const build = 'BUILD';

/** What the application starts with; the first is its page, without anything of a certain address. */
const shell = ['SHELL'];

/** The addresses of its pages. Those with the token of a mail are not among them: nothing keeps them. */
const pages = ['PAGES'].map((pattern) => new RegExp(pattern));

const prefix = 'smtpy-';
const cacheName = prefix + build;

/** Names that the build gives by content: what was kept under one is what it still is. */
const hashedName = /^\/(?:media\/.+|main|chunk|styles|polyfills)-[\w-]{8}\.(?:js|css|woff2)$/;

/** After this time a network counts as absent, milliseconds. */
const patienceMs = 4000;

self.addEventListener('install', (event) => {
  // Asked for again: what the browser has kept by its own rules may be of another build. One file that is missing undoes the installation.
  const requests = shell.map((url) => new Request(url, { cache: 'no-cache' }));
  event.waitUntil(caches.open(cacheName).then((cache) => cache.addAll(requests)));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(removeOldBuilds().then(() => self.clients.claim()));
});

// A new version waits until no page of the old one is open, unless a page says that it is about to load anew.
self.addEventListener('message', (event) => {
  if (event.data === 'take-over') self.skipWaiting();
});

// What is not answered here goes its usual way: the API, the reference, the sandbox, links of mails, and whatever is sent.
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname, searchParams } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin || searchParams.has('token')) return;
  if (request.mode === 'navigate') {
    if (pages.some((page) => page.test(pathname))) event.respondWith(freshOrKept(request, shell[0]));
  } else if (hashedName.test(pathname)) {
    event.respondWith(keptOrFresh(request));
  } else if (shell.includes(pathname)) {
    event.respondWith(freshOrKept(request, pathname));
  }
});

async function removeOldBuilds() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(prefix) && name !== cacheName);
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** The network's answer, unless it takes too long or does not come. */
async function freshOrKept(request, keptPath) {
  const fresh = fetch(request);
  const late = new Promise((resolve) => setTimeout(resolve, patienceMs));
  // Expected: there is no network.
  const answer = await Promise.race([fresh, late]).catch(() => undefined);
  return answer ?? (await caches.match(keptPath, { cacheName })) ?? fresh;
}

/** What was kept; else the network's answer, which is kept from then on. */
async function keptOrFresh(request) {
  const cache = await caches.open(cacheName);
  const kept = await cache.match(request, { ignoreVary: true });
  if (kept !== undefined) return kept;
  const answer = await fetch(request);
  // Expected: the device has no room left. The answer is as good without.
  if (answer.ok) cache.put(request, answer.clone()).catch(() => undefined);
  return answer;
}
