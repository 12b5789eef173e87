import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import type { IncomingHttpHeaders } from 'node:http';
import { isIPv6 } from 'node:net';
import { fastify, type FastifyError, type FastifyInstance, type FastifyRequest } from 'fastify';
import type { ErrorCode } from '@smtpy/contract';
import { ApiError } from '../api/index.ts';
import type { HttpConfig, WebConfig } from '../config/index.ts';
import { domainOfMtaStsHost } from '../domains/index.ts';
import type { Events } from '../observe/index.ts';
import { html, loadIcon, renderPage, stylesheet } from '../page/index.ts';
import {
  answerBrokenRequest,
  answerFrameworkError,
  isApiPath,
  registerRequestIds,
  sendProblem,
  toFailure,
} from './api/index.ts';
import { isAllowedOrigin, registerEdge, serverOptions } from './edge/index.ts';
import { registerHealth, type Readiness } from './health.ts';
import { mtaStsPolicyPath } from './mta-sts-policy.ts';
import { answerWithoutPage, registerWebApplication, type WebApplication } from './web-application/index.ts';

/** A form is small; nothing that the pages post needs more. */
const bodyLimitBytes = 64 * 1024;

/** What links and the programs that follow them send, from wherever they stand; none of them does anything here. */
const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/** What the HTTP application is made of; features add their routes through `register`. */
export interface HttpAppOptions {
  readonly config: HttpConfig & { readonly publicUrl: string };
  /** Whose word on clients is believed, and whose pages may call the API; default: nobody's. */
  readonly web?: Pick<WebConfig, 'trustedProxies' | 'corsOrigins'>;
  readonly events: Events;
  readonly readiness: Readiness;
  /** Where `/` leads while there is no application. */
  readonly homePage: string | undefined;
  /** What was built for browsers; absent: the pages of the server alone. */
  readonly application?: WebApplication | undefined;
  readonly register: (app: FastifyInstance) => void;
}

/** Assembles the application: security headers, health, pages, one place for errors. Not yet listening. */
export async function createHttpApp(options: HttpAppOptions): Promise<FastifyInstance> {
  const { trustedProxies, corsOrigins } = options.web ?? { trustedProxies: [], corsOrigins: [] };
  const app = fastify({
    ...serverOptions({ trustedProxies }),
    bodyLimit: bodyLimitBytes,
    frameworkErrors: answerFrameworkError,
    clientErrorHandler: answerBrokenRequest,
  });
  registerRequestIds(app);
  await registerSecurityHeaders(app, options.config);
  await registerEdge(app, { events: options.events, trustedProxies, corsOrigins });
  await app.register(formbody, { bodyLimit: bodyLimitBytes });
  registerOriginChecks(app, { publicUrl: options.config.publicUrl, corsOrigins });
  registerHealth(app, options.readiness);
  registerStyles(app);
  if (options.application) await registerWebApplication(app, options.application);
  else await registerStartPage(app, options.homePage);
  options.register(app);
  registerErrors(app, options);
  return app;
}

async function registerSecurityHeaders(
  app: FastifyInstance,
  { publicUrl }: { readonly publicUrl: string },
): Promise<void> {
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
    strictTransportSecurity: publicUrl.startsWith('https:'),
  });
}

/** Refuses what is not meant for this server, or was sent by a page of another site. */
function registerOriginChecks(
  app: FastifyInstance,
  config: { readonly publicUrl: string; readonly corsOrigins: readonly string[] },
): void {
  app.addHook('onRequest', async (request, reply) => {
    const refusal = findRefusal(request, config);
    if (refusal === undefined) return;
    if (isApiPath(request.url)) throw new ApiError(refusal.code);
    await reply.code(refusal.status).type('text/plain').send(refusal.text);
  });
}

interface Refusal {
  /** For programs. */
  readonly code: ErrorCode;
  /** For people. */
  readonly status: number;
  readonly text: string;
}

function findRefusal(
  request: FastifyRequest,
  config: { readonly publicUrl: string; readonly corsOrigins: readonly string[] },
): Refusal | undefined {
  // RFC 9112 §3.2; Node would take the first.
  if (countHosts(request.raw.rawHeaders) > 1) {
    return { code: 'malformed_body', status: 400, text: 'A request has one Host.\n' };
  }
  if (!isOurHost(request.hostname, config) && !asksForPolicy(request)) {
    const text = `This server does not answer for ${request.hostname}.\n`;
    return { code: 'misdirected', status: 421, text };
  }
  // A page may read what a WebSocket gives it from anywhere: cookies alone say whose page it is (RFC 6455 §10.2).
  const isHarmless =
    (safeMethods.has(request.method) && request.headers.upgrade === undefined) ||
    isAllowedOrigin(config.corsOrigins, request.raw) ||
    actsByKeyAlone(request);
  if (isHarmless || !isForeign(request, config)) return undefined;
  return { code: 'foreign_origin', status: 403, text: 'This form was not sent by a page of this server.\n' };
}

/**
 * Whether a request is for a policy of MTA-STS, which is served under a host of the domain that it is for (RFC 8461 §3.3). It is a text without
 * any right, and nothing else is answered there.
 */
function asksForPolicy({ url, method, hostname }: FastifyRequest): boolean {
  return safeMethods.has(method) && url === mtaStsPolicyPath && domainOfMtaStsHost(hostname) !== undefined;
}

/** Whether a request carries a key and no cookie: no browser adds a key by itself, so whoever sent it knows the key. */
function actsByKeyAlone({ url, headers }: FastifyRequest): boolean {
  return isApiPath(url) && headers.authorization !== undefined && headers.cookie === undefined;
}

/** How many fields named Host came; the list holds names and values in turn. */
function countHosts(rawHeaders: readonly string[]): number {
  return rawHeaders.filter((text, index) => index % 2 === 0 && text.toLowerCase() === 'host').length;
}

/**
 * Whether a page of another site sent a request. Browsers name the page in every POST, in Origin or in old ones in Referer alone, and say
 * how near it is; programs that are no browsers say nothing, and act for nobody but themselves.
 */
function isForeign(
  { headers, host }: { readonly headers: IncomingHttpHeaders; readonly host: string },
  config: { readonly publicUrl: string },
): boolean {
  const site = headers['sec-fetch-site'];
  if (site === 'cross-site' || site === 'same-site') return true;
  const page = headers.origin ?? headers.referer;
  return page !== undefined && !isSameOrigin(page, { host, publicUrl: new URL(config.publicUrl) });
}

/**
 * Whether an address of a page is on this host. Where the public name is reached by HTTPS, no page of it came by HTTP: whoever sits in
 * between could have written one.
 */
function isSameOrigin(
  page: string,
  { host, publicUrl }: { readonly host: string; readonly publicUrl: URL },
): boolean {
  if (!URL.canParse(page)) return false;
  const { host: pageHost, protocol } = new URL(page);
  const isPublic = publicUrl.protocol === 'https:' && pageHost === publicUrl.host;
  return pageHost === host && (!isPublic || protocol === 'https:');
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

function registerStyles(app: FastifyInstance): void {
  app.get('/page.css', (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'max-age=300').send(stylesheet),
  );
}

/** What the application brings where it was built. */
async function registerStartPage(app: FastifyInstance, homePage: string | undefined): Promise<void> {
  const icon = await loadIcon();
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

function registerErrors(
  app: FastifyInstance,
  { events, application }: Pick<HttpAppOptions, 'events' | 'application'>,
): void {
  app.setNotFoundHandler((request, reply) => {
    if (application) return answerWithoutPage(application, request, reply);
    const content = html`<h1>No such page</h1>
      <p>Check the address, or go to the <a href="/">start page</a>.</p>`;
    return reply
      .code(404)
      .type('text/html; charset=utf-8')
      .send(renderPage({ title: 'No such page', content }));
  });
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (isApiPath(request.url)) return sendProblem(reply, toFailure(error).error);
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
