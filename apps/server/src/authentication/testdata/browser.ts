/** What came back. */
export interface BrowserAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON. */
  readonly body: Record<string, unknown>;
  /** The code of a problem. */
  readonly code: string | undefined;
  readonly durationMs: number;
}

/** Somebody with cookies, who sends JSON over a socket. */
export class Browser {
  readonly cookies = new Map<string, string>();
  readonly #url: string;
  readonly #ip: string;
  userAgent = 'test browser';

  constructor(url: string, ip: string) {
    this.#url = url;
    this.#ip = ip;
  }

  /** Somebody in the same place with a copy of the cookies. */
  copy(): Browser {
    const other = new Browser(this.#url, this.#ip);
    for (const [name, value] of this.cookies) other.cookies.set(name, value);
    return other;
  }

  get(path: string): Promise<BrowserAnswer> {
    return this.#send('GET', path, undefined);
  }

  post(path: string, body: object = {}): Promise<BrowserAnswer> {
    return this.#send('POST', path, body);
  }

  async #send(method: string, path: string, body: object | undefined): Promise<BrowserAnswer> {
    const startedAt = performance.now();
    const cookie = Array.from(this.cookies, ([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(`${this.#url}/v1/auth${path}`, {
      method,
      headers: {
        'user-agent': this.userAgent,
        'x-forwarded-for': this.#ip,
        ...(cookie !== '' && { cookie }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      signal: AbortSignal.timeout(30_000),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    const parsed = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
    const code = typeof parsed?.['code'] === 'string' ? parsed['code'] : undefined;
    return {
      status: response.status,
      headers: response.headers,
      body: parsed,
      code,
      durationMs: performance.now() - startedAt,
    };
  }

  #keep(line: string): void {
    const [pair = ''] = line.split(';');
    const name = pair.slice(0, pair.indexOf('='));
    if (/max-age=0/i.test(line)) this.cookies.delete(name);
    else this.cookies.set(name, pair.slice(pair.indexOf('=') + 1));
  }
}
