import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import type { IncomingHttpHeaders } from 'node:http';
import { isIPv6 } from 'node:net';
import { fastify, type FastifyError, type FastifyInstance } from 'fastify';
import type { HttpConfig } from '../config/index.ts';
import type { Events } from '../observe/index.ts';
import { html, icon, renderPage, stylesheet } from '../page/index.ts';
import { registerHealth, type Readiness } from './health.ts';

/** How long one request may take to arrive. */
const requestTimeoutMs = 30_000;

/** A form is small; nothing that the pages post needs more. */
const bodyLimitBytes = 64 * 1024;

/** What links and the programs that follow them send, from wherever they stand; none of them does anything here. */
const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/** What the HTTP application is made of; features add their routes through `register`. */
export interface HttpAppOptions {
  readonly config: HttpConfig & { readonly publicUrl: string };
  readonly events: Events;
  readonly readiness: Readiness;
  readonly homePage: string | undefined;
  readonly register: (app: FastifyInstance) => void;
}

/** Assembles the application: security headers, health, pages, one place for errors. Not yet listening. */
export async function createHttpApp(options: HttpAppOptions): Promise<FastifyInstance> {
  const app = fastify({
    bodyLimit: bodyLimitBytes,
    requestTimeout: requestTimeoutMs,
    forceCloseConnections: 'idle',
  });
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        frameSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    // Browsers that send no referrer at all would post our forms without an origin, which is refused as foreign.
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: options.config.publicUrl.startsWith('https:'),
  });
  await app.register(formbody, { bodyLimit: bodyLimitBytes });
  app.addHook('onRequest', async (request, reply) => {
    // RFC 9112 §3.2; Node would take the first.
    if (countHosts(request.raw.rawHeaders) > 1) {
      await reply.code(400).type('text/plain').send('A request has one Host.\n');
      return;
    }
    if (!safeMethods.has(request.method) && isForeign(request.headers, request.host)) {
      await reply.code(403).type('text/plain').send('This form was not sent by a page of this server.\n');
      return;
    }
    if (!isOurHost(request.hostname, options.config)) {
      await reply.code(421).type('text/plain').send(`This server does not answer for ${request.hostname}.\n`);
    }
  });
  registerHealth(app, options.readiness);
  registerStatic(app, options.homePage);
  options.register(app);
  registerErrors(app, options.events);
  return app;
}

/** How many fields named Host came; the list holds names and values in turn. */
function countHosts(rawHeaders: readonly string[]): number {
  return rawHeaders.filter((text, index) => index % 2 === 0 && text.toLowerCase() === 'host').length;
}

/**
 * Whether a page of another site sent a request. Browsers name the page in every POST, in Origin or in old ones in Referer alone, and say
 * how near it is; programs that are no browsers say nothing, and act for nobody but themselves.
 */
function isForeign(headers: IncomingHttpHeaders, host: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site === 'cross-site' || site === 'same-site') return true;
  const page = headers.origin ?? headers.referer;
  return page !== undefined && !isSameOrigin(page, host);
}

/** Whether an address of a page is on this host. */
function isSameOrigin(origin: string, host: string): boolean {
  return URL.canParse(origin) && new URL(origin).host === host;
}

/**
 * Whether a Host header is one of ours: the public URL's, a loopback name, or any literal address. A foreign name that
 * was made to resolve to this machine (DNS rebinding) is none of them.
 */
function isOurHost(hostname: string, config: { readonly publicUrl: string }): boolean {
  const name = hostname.replace(/:\d+$/u, '').toLowerCase();
  const isLiteral = /^[\d.]+$|^\[[\da-f:.]+\]$/u.test(name) || isIPv6(name);
  return isLiteral || name === 'localhost' || name === new URL(config.publicUrl).hostname;
}

function registerStatic(app: FastifyInstance, homePage: string | undefined): void {
  app.get('/page.css', (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'max-age=300').send(stylesheet),
  );
  app.get('/icon.svg', (_request, reply) =>
    reply.type('image/svg+xml').header('cache-control', 'max-age=86400').send(icon),
  );
  app.get('/', (_request, reply) => {
    if (homePage !== undefined) return reply.redirect(homePage, 302);
    const content = html`<h1>SMTPy</h1>
      <p>This server forwards mail for the domains of its users.</p>`;
    return reply.type('text/html; charset=utf-8').send(renderPage({ title: 'Mail forwarding', content }));
  });
}

function registerErrors(app: FastifyInstance, events: Events): void {
  app.setNotFoundHandler((_request, reply) => {
    const content = html`<h1>No such page</h1>
      <p>Check the address, or go to the <a href="/">start page</a>.</p>`;
    return reply
      .code(404)
      .type('text/html; charset=utf-8')
      .send(renderPage({ title: 'No such page', content }));
  });
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode !== undefined && error.statusCode < 500 ? error.statusCode : 503;
    if (status === 503)
      events.failed('http request', error, { method: request.method, route: request.routeOptions.url });
    const content =
      status === 503
        ? html`<h1>The server cannot answer now</h1>
            <p>The reason is in its log. Try again in a moment.</p>`
        : html`<h1>This request was not understood</h1>
            <p>${error.message}</p>`;
    return reply
      .code(status)
      .type('text/html; charset=utf-8')
      .send(renderPage({ title: 'Not now', content }));
  });
}
