/** The names that the build gives by content; with any other content the file has another name. */
const hashedName = /^(?:media\/.+|main|chunk|styles|polyfills)-[\w-]{8}\.(?:js|css|woff2)$/;

/** The service worker: what it fetches is judged by the policy that it came with, not by that of the page. */
const serviceWorkerPolicy = "default-src 'none'; connect-src 'self'";

/** Seconds in which a file may be out of date that changes under its name: icons, the manifest, what runs before the first paint. */
const shortAgeSeconds = 300;

/** Header fields of a file, by its path in the folder: how long it may be kept, and what else browsers want to know of it. */
export function fieldsOf(file: string): Readonly<Record<string, string>> {
  if (file === 'sw.js') {
    return {
      'cache-control': 'no-cache',
      'service-worker-allowed': '/',
      'content-security-policy': serviceWorkerPolicy,
    };
  }
  return {
    'cache-control': hashedName.test(file)
      ? 'public, max-age=31536000, immutable'
      : `public, max-age=${shortAgeSeconds}`,
  };
}
