/** What the system's error codes mean, in words for the owner of a message. */
const explanations: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset by the host',
  EPIPE: 'connection closed by the host',
  ETIMEDOUT: 'no answer from the host',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  EADDRNOTAVAIL: 'no local address to connect from',
  EACCES: 'connection not permitted',
  ENOTFOUND: 'host name not found',
  EAI_AGAIN: 'host name not found for the time being',
};

/** Says in words why a socket failed. Codes without words, as those of TLS, are given as they are. */
export function explainNetworkError(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code === undefined) return error.message;
  return explanations[code] ?? (code.startsWith('ERR_') ? error.message : `${error.message} (${code})`);
}
