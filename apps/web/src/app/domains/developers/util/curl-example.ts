/** A first request with a key, for a shell. */
export function curlExample(origin: string, key?: string): string {
  const request = `curl ${origin}/v1/account \\\n  -H "Authorization: Bearer $SMTPY_KEY"`;
  return key === undefined ? request : `export SMTPY_KEY=${key}\n${request}`;
}
