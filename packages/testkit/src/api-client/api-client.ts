/** What to send besides method and path. */
export interface ApiRequest {
  /** Sent as JSON; a string is sent as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** What came back. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON, else the text; undefined when empty. */
  readonly body: unknown;
}

/** How long one request may take. */
const timeoutMs = 30_000;

/** Speaks the HTTP API as a browser's page or a program does: keeps cookies, or sends a key. */
export class ApiClient {
  readonly baseUrl: string;
  readonly #cookies = new Map<string, string>();
  readonly #headers: Readonly<Record<string, string>>;

  /** `headers` go with every request, such as a key. */
  constructor(baseUrl: string, headers: Readonly<Record<string, string>> = {}) {
    this.baseUrl = baseUrl;
    this.#headers = headers;
  }

  /** The same person with more headers; what happens to the cookies of one does not happen to those of the other. */
  with(headers: Readonly<Record<string, string>>): ApiClient {
    return this.#copy(this.baseUrl, { ...this.#headers, ...headers });
  }

  /** The same person at another node, likewise with a copy of the cookies. */
  at(baseUrl: string): ApiClient {
    return this.#copy(baseUrl, this.#headers);
  }

  #copy(baseUrl: string, headers: Readonly<Record<string, string>>): ApiClient {
    // What a test makes of this class stays what it is.
    const client = new (this.constructor as typeof ApiClient)(baseUrl, headers);
    for (const [name, value] of this.#cookies) client.#cookies.set(name, value);
    return client;
  }

  /** The cookies as they are sent. */
  get cookie(): string {
    return Array.from(this.#cookies, ([name, value]) => `${name}=${value}`).join('; ');
  }

  get(path: string, request?: ApiRequest): Promise<ApiAnswer> {
    return this.request('GET', path, request);
  }
  post(path: string, body?: unknown, request?: ApiRequest): Promise<ApiAnswer> {
    return this.request('POST', path, { ...request, body });
  }
  patch(path: string, body?: unknown, request?: ApiRequest): Promise<ApiAnswer> {
    return this.request('PATCH', path, { ...request, body });
  }
  delete(path: string, request?: ApiRequest): Promise<ApiAnswer> {
    return this.request('DELETE', path, request);
  }

  async request(
    method: string,
    path: string,
    { body, headers, signal }: ApiRequest = {},
  ): Promise<ApiAnswer> {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await fetch(this.baseUrl + path, {
      method,
      redirect: 'manual',
      signal: signal ?? AbortSignal.timeout(timeoutMs),
      headers: {
        ...(this.#cookies.size > 0 && { cookie: this.cookie }),
        ...(text !== undefined && { 'content-type': 'application/json' }),
        ...this.#headers,
        ...headers,
      },
      ...(text !== undefined && { body: text }),
    });
    this.#keepCookies(answer.headers);
    return {
      status: answer.status,
      headers: answer.headers,
      body: readBody(answer.headers, await answer.text()),
    };
  }

  #keepCookies(headers: Headers): void {
    for (const line of headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';');
      const at = pair.indexOf('=');
      const name = pair.slice(0, at).trim();
      const value = pair.slice(at + 1).trim();
      const hasEnded = value === '' || attributes.some((attribute) => /^\s*max-age=0$/i.test(attribute));
      if (hasEnded) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }
}

function readBody(headers: Headers, text: string): unknown {
  if (text === '') return undefined;
  return /^application\/([\w.-]+\+)?json\b/.test(headers.get('content-type') ?? '') ? JSON.parse(text) : text;
}
