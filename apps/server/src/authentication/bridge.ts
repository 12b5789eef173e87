import { type ApiError, type HeadedAnswer } from '../api/index.ts';
import type { BetterAuth } from './better-auth.ts';
import type { AuthenticationDependencies } from './dependencies.ts';
import { errorFor, isKnownError } from './error-table.ts';
import { clientAddressField, type Bridge, type BridgeAnswer, type BridgeRequest } from './exchange.ts';

/** Most characters of a user agent that are kept of a session. */
const maxUserAgentCharacters = 500;

/** A bridge to Better Auth. */
export function createBridge(
  auth: BetterAuth,
  { publicUrl, events }: Pick<AuthenticationDependencies, 'publicUrl' | 'events'>,
): Bridge {
  const { origin } = new URL(publicUrl);
  return async (request) => {
    const url = new URL(`/v1/auth${request.path}`, origin);
    for (const [name, value] of Object.entries(request.query ?? {})) {
      if (value !== undefined) url.searchParams.set(name, value);
    }
    const response = await auth.handler(
      new Request(url, {
        method: request.method,
        headers: headersOf(request, origin),
        ...(request.method === 'POST' && { body: JSON.stringify(request.body ?? {}) }),
      }),
    );
    const text = await response.text();
    const answer: BridgeAnswer = {
      status: response.status,
      body: text === '' ? null : (JSON.parse(text) as unknown),
      cookies: response.headers.getSetCookie().map((value) => ['set-cookie', value] as const),
    };
    if (answer.status >= 400 && !isKnownError(answer)) {
      events.failed('authentication', refusalOf(answer)?.cause, { path: request.path });
    }
    return answer;
  };
}

/** What Better Auth needs of a request and nothing else. */
function headersOf({ headers, ip }: BridgeRequest, origin: string): Headers {
  const kept = new Headers({
    'content-type': 'application/json',
    // Programs send none; the frame has compared what browsers send.
    origin: headers.origin ?? origin,
    [clientAddressField]: ip,
  });
  if (headers.cookie !== undefined) kept.set('cookie', headers.cookie);
  const userAgent = headers['user-agent']?.slice(0, maxUserAgentCharacters);
  if (userAgent !== undefined) kept.set('user-agent', userAgent);
  return kept;
}

/** The error of an answer that is none of success; undefined for success. Cookies that it takes away go with it. */
export function refusalOf(answer: BridgeAnswer): ApiError | undefined {
  return answer.status < 400 ? undefined : errorFor(answer);
}

/** The answer for the caller; throws what {@link refusalOf} gives. The schema of the operation decides what of the body is shown. */
export function answerOf<Body>(answer: BridgeAnswer): HeadedAnswer<Body> {
  const refusal = refusalOf(answer);
  if (refusal !== undefined) throw refusal;
  return { kind: 'headed', headers: answer.cookies, body: answer.body as Body };
}
