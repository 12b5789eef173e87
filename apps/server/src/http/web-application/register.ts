import { randomBytes } from 'node:crypto';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isVisitorPage, pagePaths, routes, tokenPagePaths, type PagePath } from '@smtpy/contract/web';
import { bringsSession } from '../../authentication/index.ts';
import type { PageWish, WebApplication } from './application.ts';
import { fieldsOf } from './files.ts';
import { pagePolicy } from './page-policy.ts';

/** What an id looks like; the tokens in links of mails do not, which have pages of their own under the same names. */
const idForm = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

/** 128 bits: as many as nobody guesses (CSP Level 3 §7.1). */
const nonceBytes = 16;

const pathOf = (id: keyof typeof routes): string => routes[id].replace('GET ', '');

/** What the pages ask for first: of the person behind the sign-in, and before it whether there is one, and who may register. */
const memberAnswers = [pathOf('getSession'), pathOf('getAccount')];
const strangerAnswers = [pathOf('getSession'), pathOf('getInstallation')];
const visitorAnswers: Readonly<Partial<Record<PagePath, readonly string[]>>> = {
  '/': strangerAnswers,
  '/sign-in': strangerAnswers,
  '/register': strangerAnswers,
};

const tokenPages: ReadonlySet<string> = new Set(tokenPagePaths);

/** Serves the files of the application, and its page at every address that it knows. */
export async function registerWebApplication(
  app: FastifyInstance,
  application: WebApplication,
): Promise<void> {
  await registerFiles(app, application.folder);
  for (const pagePath of pagePaths) {
    app.get(pagePath.replaceAll(':id', `:id(${idForm})`), (request, reply) => {
      reply.headers(
        tokenPages.has(pagePath)
          ? { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }
          : { 'cache-control': 'no-cache', vary: 'accept-language, cookie' },
      );
      return sendPage(reply, application, wishOf(request, pagePath));
    });
  }
}

/** Answers for an address where nothing is: with the application's own page for that where someone looks, with a word for programs and files. */
export function answerWithoutPage(
  application: WebApplication,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  reply.code(404).header('cache-control', 'no-store');
  if (isLookedAt(request)) return sendPage(reply, application);
  return reply.type('text/plain; charset=utf-8').send('Not found.\n');
}

/** Each file is a route of its own, from a list made once: no request is ever turned into a path. */
async function registerFiles(app: FastifyInstance, folder: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    index: false,
    globIgnore: ['index.html', '**/*.br', '**/*.gz'],
    decorateReply: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, file) => {
      const name = path.relative(folder, file).replace(/\.(?:br|gz)$/u, '');
      for (const [field, value] of Object.entries(fieldsOf(name.replaceAll(path.sep, '/'))))
        reply.header(field, value);
    },
  });
}

/** What the page will most likely be: without a session those behind the sign-in lead to it. */
function wishOf(request: FastifyRequest, pagePath: PagePath): PageWish {
  const isSignedIn = bringsSession(request.headers);
  const path = isSignedIn || isVisitorPage(pagePath) ? pagePath : '/sign-in';
  const answers = isVisitorPage(path) ? (visitorAnswers[path] ?? []) : memberAnswers;
  return { path, language: languageOf(request), answers };
}

/** The language that the browser will most likely show the words in: one chosen on the device is known there alone. */
function languageOf({ headers }: FastifyRequest): PageWish['language'] {
  return /^fr/iu.test(headers['accept-language'] ?? '') ? 'fr' : 'en';
}

function sendPage(reply: FastifyReply, application: WebApplication, wish?: PageWish): FastifyReply {
  const nonce = randomBytes(nonceBytes).toString('base64');
  return reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', pagePolicy(nonce))
    .send(application.render(nonce, wish));
}

/** Whether a person opens an address, which browsers say by what they accept; files have a dot in their name, pages have none. */
function isLookedAt({ method, url, headers }: FastifyRequest): boolean {
  const [pathname = ''] = url.split('?');
  const isFile = pathname.lastIndexOf('.') > pathname.lastIndexOf('/');
  return (method === 'GET' || method === 'HEAD') && !isFile && (headers.accept ?? '').includes('text/html');
}
