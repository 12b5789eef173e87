import type { OpenApiDocument } from '@smtpy/contract/openapi';
import { html, type Html } from '../../page/index.ts';
import { renderJson, renderSample } from './code.ts';
import { renderInline } from './markdown.ts';

interface Topic {
  readonly title: string;
  readonly text: string;
}

/** What holds for every operation, in the order in which people ask; docs/api.md has the long form. */
const topics: readonly Topic[] = [
  {
    title: 'Signing requests',
    text: 'Programs send a key: `Authorization: Bearer smtpy…`. Browsers have the session cookie, on pages of this server alone. A key may what its scopes and the role of its member both allow.',
  },
  {
    title: 'The organization',
    text: 'A key belongs to one organization and acts on it. With a session `Smtpy-Organization` names another one than the personal one. What belongs to others answers `not_found`.',
  },
  {
    title: 'Lists',
    text: 'Lists are `{items, next_cursor, total}`. Give `next_cursor` as `cursor` for the next page, until it is null. `total` is null where counting is dear.',
  },
  {
    title: 'Repeating',
    text: 'Whatever makes something takes an `Idempotency-Key`: the same request with the same key, within a day, is done once and answered alike.',
  },
  {
    title: 'Asking again',
    text: 'Answers to GET have an `ETag`. With it in `If-None-Match` the answer is 304 while nothing has changed.',
  },
  {
    title: 'Live events',
    text: 'The WebSocket `/v1/live` sends `{kind: "event", event}` as things happen. After a break, connect with `?after=` and the id of the last event: what was missed comes first.',
  },
  {
    title: 'Limits',
    text: '`RateLimit-Policy` says what is allowed, `RateLimit` what is left. After `rate_limited` wait for the seconds in `Retry-After`.',
  },
];

/** The top of the page: what this is, and how every request goes. */
export function renderIntroduction(document: OpenApiDocument): Html {
  const url = document.servers[0]?.url ?? '';
  const key = `-H "Authorization: Bearer $SMTPY_KEY"`;
  const first = `curl '${url}/v1/account' \\\n  ${key}`;
  const next = `curl '${url}/v1/members?limit=20&cursor=WyJBbm4iXQ' \\\n  ${key}`;
  const safe = [
    `curl '${url}/v1/invitations' \\`,
    `  ${key} \\`,
    `  -H 'Idempotency-Key: b1d6c7d2' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '{"email": "john@example.com", "role": "member"}'`,
  ].join('\n');
  return html`<section id="start" class="start">
    <h1>API reference</h1>
    <p class="lead">${renderInline(document.info.description)}</p>
    <p class="muted">
      Version ${document.info.version} · <code>${url}/v1</code> ·
      <a href="/openapi.json">OpenAPI ${document.openapi}</a>
    </p>
    <div class="samples">
      <div class="stack">
        ${renderSample('First request', first)} ${renderSample('The next page', next)}
        ${renderSample('Repeated without harm', safe)}
      </div>
      ${renderSample('An error', renderJson(document.components.examples['invalid_request']?.value))}
    </div>
    <div class="topics">
      ${topics.map(
        ({ title, text }) =>
          html`<div>
            <h3>${title}</h3>
            <p>${renderInline(text)}</p>
          </div>`,
      )}
    </div>
  </section>`;
}
