/** Says in words for an operator why a process could not start, and what to do. */
export function explainStartFailure(error: unknown): string {
  const { code, port, message } = error as { code?: string; port?: number; message?: string };
  if (code === 'EADDRINUSE') {
    return `port ${port ?? '?'} is taken by another program; end that, or choose another with SMTPY_SMTP_PORT, SMTPY_HTTP_PORT or SMTPY_METRICS_PORT`;
  }
  if (code === 'EACCES' && port !== undefined) {
    return (
      `port ${port} may not be listened on by this user; ports under 1024 need root or the capability ` +
      'CAP_NET_BIND_SERVICE (setcap, or AmbientCapabilities= of systemd)'
    );
  }
  return message ?? String(error);
}
