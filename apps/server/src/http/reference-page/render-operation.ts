import {
  type OpenApiDocument,
  type OpenApiOperation,
  type OpenApiParameter,
  type OpenApiResponse,
  responsesOf,
} from '@smtpy/contract/openapi';
import { html, type Html } from '../../page/index.ts';
import { renderJson, renderSample } from './code.ts';
import { formatCurl } from './curl.ts';
import { renderMarkdown } from './markdown.ts';
import { renderField, renderFields } from './schema-fields.ts';

/** An operation with its place. */
export interface Placed {
  /** In capitals. */
  readonly method: string;
  readonly path: string;
  readonly operation: OpenApiOperation;
}

/** The method as a mark; the colour repeats what the word says. */
export function renderMethod(method: string): Html {
  return html`<span class="method ${method.toLowerCase()}">${method === 'DELETE' ? 'DEL' : method}</span>`;
}

/** Everything about one operation: what it does on the left, how it looks on the right. */
export function renderOperation(placed: Placed, document: OpenApiDocument): Html {
  const { method, path, operation } = placed;
  return html`<article class="operation" id="${operation.operationId}">
    <div class="told">
      <h3><a href="#${operation.operationId}">${operation.summary}</a></h3>
      <p class="endpoint">${renderMethod(method)} <code>${renderPath(path)}</code></p>
      ${renderMarkdown(operation.description)} ${renderParameters(operation)}
      ${renderBody(operation, document)} ${renderAnswerFields(operation, document)}
      ${renderErrors(operation, document)} ${renderRemarks(operation)}
    </div>
    <div class="shown">${renderSamples(placed, document)}</div>
  </article>`;
}

/** Lines break behind slashes, not within words. */
function renderPath(path: string): Html {
  return html`${path
    .split('/')
    .slice(1)
    .map((part) => html`<wbr />/${part.startsWith('{') ? html`<i>${part}</i>` : part}`)}`;
}

const places = [
  ['path', 'In the path'],
  ['query', 'In the query'],
  ['header', 'In the header'],
] as const;

function renderParameters({ parameters = [] }: OpenApiOperation): Html {
  const groups = places.map(([place, title]) => {
    const ofPlace = parameters.filter((parameter) => parameter.in === place);
    if (ofPlace.length === 0) return undefined;
    return html`<h4>${title}</h4>
      <ul class="fields">
        ${ofPlace.map(renderParameter)}
      </ul>`;
  });
  return html`${groups}`;
}

function renderParameter({ name, required, description, schema }: OpenApiParameter): Html {
  return renderField({ name, schema, presence: required === true ? 'required' : undefined, description });
}

function renderBody({ requestBody }: OpenApiOperation, { components }: OpenApiDocument): Html | undefined {
  const schema = requestBody?.content['application/json']?.schema;
  const fields =
    schema === undefined
      ? undefined
      : renderFields(schema, { components: components.schemas, place: 'request' });
  if (fields === undefined) return undefined;
  return html`<h4>
      Body ${requestBody?.required === true ? undefined : html`<small>may be left out</small>`}
    </h4>
    ${fields}`;
}

/** The status and content of the answer when all went well. */
function successOf(
  operation: OpenApiOperation,
  document: OpenApiDocument,
): {
  readonly status: string;
  readonly content: NonNullable<OpenApiResponse['content']>;
} {
  const [status = '', response] =
    Object.entries(responsesOf(document, operation)).find(([code]) => code.startsWith('2')) ?? [];
  return { status, content: response?.content ?? {} };
}

function renderAnswerFields(operation: OpenApiOperation, document: OpenApiDocument): Html | undefined {
  const { components } = document;
  const { status, content } = successOf(operation, document);
  const schema = content['application/json']?.schema;
  const fields =
    schema === undefined
      ? undefined
      : renderFields(schema, { components: components.schemas, place: 'answer' });
  if (fields === undefined) return undefined;
  return html`<details class="answer">
    <summary>
      <h4>Answer <small>${status}</small></h4>
    </summary>
    ${fields}
  </details>`;
}

function renderErrors(operation: OpenApiOperation, document: OpenApiDocument): Html {
  const codes = Object.entries(responsesOf(document, operation)).flatMap(([status, response]) =>
    (response['x-codes'] ?? []).map((code) => ({ status, code })),
  );
  return html`<h4>Errors</h4>
    <ul class="codes">
      ${codes.map(
        ({ status, code }) =>
          html`<li>
            <a href="#error-${code}"><span class="status">${status}</span> ${code}</a>
          </li>`,
      )}
    </ul>`;
}

function renderRemarks(operation: OpenApiOperation): Html | undefined {
  const audited = operation['x-audited'];
  if (audited === undefined) return undefined;
  return html`<p class="remark">Audit log: ${audited.map((action) => html`<code>${action}</code> `)}</p>`;
}

function renderSamples({ method, path, operation }: Placed, document: OpenApiDocument): Html {
  const publicUrl = document.servers[0]?.url ?? '';
  const { status, content } = successOf(operation, document);
  const [[contentType, media] = ['', undefined]] = Object.entries(content);
  const request = renderSample('Request', formatCurl({ method, path, publicUrl, operation }));
  const title = html`Answer <span class="status good">${status}</span>`;
  if (media === undefined) return html`${request}${renderSample(title, html`<i>No body.</i>`)}`;
  const sample =
    contentType === 'application/json'
      ? renderJson(media.example)
      : typeof media.example === 'string'
        ? media.example
        : '';
  return html`${request}${renderSample(html`${title} <small>${contentType}</small>`, sample)}`;
}
