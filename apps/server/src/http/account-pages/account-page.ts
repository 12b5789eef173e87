import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Operation } from '@smtpy/contract';
import type { Actor, Principal } from '../../api/index.ts';
import { actorOf } from '../../audit/index.ts';
import { html, renderPage, type Html } from '../../page/index.ts';
import type { AccountPagesDependencies } from './dependencies.ts';

/** What is answered. */
export interface AccountPage {
  readonly title: string;
  readonly content: Html;
  /** Default 200. */
  readonly status?: 200 | 400 | 410 | 422 | 429;
}

/** Sends a page that no cache keeps: its address or its form holds a token. */
export function answer(reply: FastifyReply, { title, content, status = 200 }: AccountPage): FastifyReply {
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(renderPage({ title, content }));
}

const tokenForm = /^[A-Za-z0-9_-]{20,200}$/;

/** The token of a link, from the address of a page or from its form; undefined for what cannot be one. */
export function readToken(source: unknown): string | undefined {
  if (typeof source !== 'object' || source === null || !('token' in source)) return undefined;
  const { token } = source;
  return typeof token === 'string' && tokenForm.test(token) ? token : undefined;
}

/** Who sends a form, for the log. */
export function senderOf({ id: requestId, headers, ip }: FastifyRequest, principal?: Principal): Actor {
  return actorOf(principal, { requestId, headers, ip });
}

/** Counts a form with the requests of its kind; a page where it is one too many. */
export async function takeLimits(
  { limits }: Pick<AccountPagesDependencies, 'limits'>,
  request: FastifyRequest,
  limit: NonNullable<Operation['limit']>,
): Promise<AccountPage | undefined> {
  const caller = { principal: undefined, organizationId: undefined, ip: request.ip };
  const taken = await limits.take(limits.limitsFor({ limit }, caller));
  return taken.isWithin ? undefined : tooManyTries;
}

/** The page for who tries too often. */
export const tooManyTries: AccountPage = {
  title: 'Too many tries',
  status: 429,
  content: html`<h1>Too many tries</h1>
    <p>Wait some minutes, then go back and send the form again.</p>`,
};

/** The page for a link that was used, is too old, was replaced or was cut in two; `help` says what to do. */
export function linkInvalid(help: Html): AccountPage {
  return {
    title: 'Link no longer works',
    status: 410,
    content: html`<h1>This link no longer works</h1>
      <p>It was used already, its time is over, or a newer one was sent.</p>
      ${help}`,
  };
}

/** What was wrong with a form, said beside it. */
export function renderProblem(problem: string | undefined): Html | undefined {
  return problem === undefined ? undefined : html`<p class="problem" role="alert">${problem}</p>`;
}
