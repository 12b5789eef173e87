import type { OpenApiOperation, OpenApiParameter } from '@smtpy/contract/openapi';

/** What a call looks like on the command line. */
export interface CurlCall {
  readonly method: string;
  readonly path: string;
  readonly publicUrl: string;
  readonly operation: OpenApiOperation;
}

/** A command that can be pasted into a shell, with the key in `$SMTPY_KEY`. */
export function formatCurl({ method, path, publicUrl, operation }: CurlCall): string {
  const [firstScheme] = operation.security;
  const isForKeys = operation.security.some((scheme) => 'key' in scheme);
  const body = operation.requestBody?.content['application/json']?.example;
  const parts = [
    `curl${method === 'GET' ? '' : ` -X ${method}`} ${quote(publicUrl + fillPath(path, operation.parameters ?? []))}`,
    ...(isForKeys ? ['-H "Authorization: Bearer $SMTPY_KEY"'] : []),
    ...(!isForKeys && firstScheme !== undefined ? ['-b cookies.txt'] : []),
    ...(body === undefined
      ? []
      : ["-H 'Content-Type: application/json'", `-d ${quote(JSON.stringify(body, undefined, 2))}`]),
  ];
  return parts.join(' \\\n  ');
}

function fillPath(path: string, parameters: readonly OpenApiParameter[]): string {
  return path.replaceAll(/\{([a-z_]+)\}/gu, (_whole, name: string) => {
    const example = parameters.find((parameter) => parameter.name === name)?.schema.example;
    return typeof example === 'string' ? encodeURIComponent(example) : `{${name}}`;
  });
}

/** Single quotes of a POSIX shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
