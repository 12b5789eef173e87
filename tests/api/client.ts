import { randomBytes } from 'node:crypto';

/** How a caller proves who it is. */
export type Credential =
  { readonly kind: 'session'; readonly cookie: string } | { readonly kind: 'key'; readonly key: string };

/** A request to the API. */
export interface ApiRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly credential?: Credential | undefined;
  /** Which organization a session acts on; absent: the personal one. */
  readonly organizationId?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Sent as JSON; absent: no body. */
  readonly body?: unknown;
  /** Sent as it is, instead of `body`. */
  readonly rawBody?: string | Uint8Array<ArrayBuffer> | undefined;
}

/** What came back. */
export interface ApiReply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Undefined where the body is no JSON. */
  readonly json: unknown;
  /** Of a problem. */
  readonly code: string | undefined;
}

/** Calls one server. */
export type ApiClient = (request: ApiRequest) => Promise<ApiReply>;

/** A server that takes longer than this hangs. */
const timeoutMs = 20_000;

/** Somewhere else for each request, so that what slows guessing from one network slows nothing here. Needs the server to trust this machine as a proxy. */
function someNetwork(): string {
  const part = (): string => randomBytes(2).toString('hex');
  return `2001:db8:${part()}:${part()}::1`;
}

/** A client of the server at this address. Rejects when the server does not answer. */
export function createApiClient(origin: string): ApiClient {
  return async ({ method, path, credential, organizationId, headers, body, rawBody }) => {
    const hasJson = body !== undefined && rawBody === undefined;
    const response = await fetch(`${origin}${path}`, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        'x-forwarded-for': someNetwork(),
        ...(hasJson && { 'content-type': 'application/json' }),
        ...(credential?.kind === 'session' && { cookie: credential.cookie }),
        ...(credential?.kind === 'key' && { authorization: `Bearer ${credential.key}` }),
        ...(organizationId !== undefined && { 'smtpy-organization': organizationId }),
        ...headers,
      },
      body: rawBody ?? (hasJson ? JSON.stringify(body) : null),
    });
    const text = await response.text();
    const json = parseJson(text);
    return { status: response.status, headers: response.headers, text, json, code: codeOf(json) };
  };
}

function parseJson(text: string): unknown {
  // Expected: pages, files and empty answers are no JSON.
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function codeOf(json: unknown): string | undefined {
  if (typeof json !== 'object' || json === null || !('code' in json)) return undefined;
  return typeof json.code === 'string' ? json.code : undefined;
}

/** The answer of a call that must succeed; throws with everything that came back when it does not. */
export function expectSuccess(reply: ApiReply, what: string): unknown {
  if (reply.status >= 200 && reply.status < 300) return reply.json;
  throw new Error(`${what}: ${String(reply.status)} ${reply.text.slice(0, 1_000)}`);
}
