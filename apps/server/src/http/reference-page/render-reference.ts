import { apiErrors, type ErrorCode } from '@smtpy/contract';
import type { OpenApiDocument, OpenApiTag } from '@smtpy/contract/openapi';
import { html, type Html, renderPage } from '../../page/index.ts';
import { renderIntroduction } from './introduction.ts';
import { renderInline, renderMarkdown } from './markdown.ts';
import { type Placed, renderMethod, renderOperation } from './render-operation.ts';

/** The page `/docs`: the whole document on one page, so that the browser's search finds everything. */
export function renderReference(document: OpenApiDocument): string {
  const groups = groupByTag(document);
  const content = html`<div class="reference">
    <nav aria-label="Reference">${renderNavigation(groups)}</nav>
    <div class="body">
      ${renderIntroduction(document)} ${groups.map((group) => renderGroup(group, document))} ${renderErrors()}
    </div>
  </div>`;
  return renderPage({ title: 'API reference', content, stylesheets: ['/docs.css'] });
}

interface Group {
  readonly tag: OpenApiTag;
  readonly anchor: string;
  readonly operations: readonly Placed[];
}

function groupByTag({ tags, paths }: OpenApiDocument): readonly Group[] {
  const placed = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Placed => ({
      method: method.toUpperCase(),
      path,
      operation,
    })),
  );
  return tags.map((tag) => ({
    tag,
    anchor: `group-${tag.name.toLowerCase().replaceAll(/[^a-z0-9]+/gu, '-')}`,
    operations: placed.filter(({ operation }) => operation.tags.includes(tag.name)),
  }));
}

/** Groups open by a click, without a script; on a phone the whole list does. */
function renderNavigation(groups: readonly Group[]): Html {
  const list = groups.map(
    ({ tag, operations }) =>
      html`<details>
        <summary>${tag.name}</summary>
        <ul>
          ${operations.map(
            ({ method, operation }) =>
              html`<li>
                <a href="#${operation.operationId}"
                  ><span>${operation.summary}</span>${renderMethod(method)}</a
                >
              </li>`,
          )}
        </ul>
      </details>`,
  );
  return html`<div class="menu">
    <a class="place" href="#start">Start</a>
    ${list} <a class="place" href="#errors">Errors</a>
    <a class="place" href="/openapi.json">OpenAPI document</a>
  </div>`;
}

function renderGroup({ tag, anchor, operations }: Group, document: OpenApiDocument): Html {
  return html`<section id="${anchor}">
    <h2>${tag.name}</h2>
    ${renderMarkdown(tag.description)} ${operations.map((placed) => renderOperation(placed, document))}
  </section>`;
}

function renderErrors(): Html {
  const rows = (Object.keys(apiErrors) as ErrorCode[]).map((code) => {
    const { status, title, text } = apiErrors[code];
    return html`<tr id="error-${code}">
      <td><span class="status">${status}</span></td>
      <td>
        <a href="#error-${code}"><code>${code}</code></a>
      </td>
      <td><strong>${title}.</strong> ${renderInline(text)}</td>
    </tr>`;
  });
  return html`<section id="errors">
    <h2>Errors</h2>
    <p>
      Every error is <code>application/problem+json</code>. Programs go by <code>code</code>: it is never
      renamed and its status never changes.
    </p>
    <div class="card">
      <table class="errors">
        <thead>
          <tr>
            <th>Status</th>
            <th>Code</th>
            <th>What it means, and what to do</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  </section>`;
}
