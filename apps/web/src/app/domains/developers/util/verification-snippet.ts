/** How a receiver on Node.js checks that a request comes from here (Standard Webhooks), as in the documents. */
export const verificationSnippet = `import { createHmac, timingSafeEqual } from 'node:crypto';

/** headers in lower case, body as it came, secret as it was shown */
export function isFromSmtpy({ headers, body, secret }) {
  const id = headers['webhook-id'] ?? '';
  const timestamp = headers['webhook-timestamp'] ?? '';
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) return false;
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const expected = createHmac('sha256', key).update(\`\${id}.\${timestamp}.\${body}\`).digest();
  return (headers['webhook-signature'] ?? '').split(' ').some((one) => {
    const [version, signature = ''] = one.split(',');
    const given = Buffer.from(signature, 'base64');
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
}`;
