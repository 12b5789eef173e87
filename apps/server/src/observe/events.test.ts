import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { createEvents, createMetrics, type FinishedRequest } from './index.ts';

const request: FinishedRequest = {
  requestId: 'r-1',
  method: 'POST',
  route: '/v1/keys',
  status: 422,
  durationMs: 30,
  bytes: 300,
  isAborted: false,
  isProbe: false,
  network: '192.0.2.0/24',
  ip: '192.0.2.7',
  userId: 'u-1',
};

function create(level: string) {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>);
  const metrics = createMetrics();
  return { lines, metrics, events: createEvents({ logger: pino({ level }, { write }), metrics }) };
}

describe('a finished request', () => {
  it('is one line of JSON, in which clients stand by their network', () => {
    const { lines, events } = create('info');
    events.requestFinished(request);
    const { ip: _ip, isProbe: _isProbe, ...shown } = request;
    expect(lines).toMatchObject([{ event: 'request_finished', ...shown }]);
    expect(JSON.stringify(lines)).not.toContain('192.0.2.7');
  });

  it('has the address of the client at debug, where probes are logged as well', () => {
    const { lines, events } = create('debug');
    events.requestFinished({ ...request, isProbe: true });
    expect(lines).toMatchObject([{ level: 20, ip: '192.0.2.7' }]);
    const quiet = create('info');
    quiet.events.requestFinished({ ...request, isProbe: true });
    expect(quiet.lines).toEqual([]);
  });

  it('is measured by method, route and class of status', async () => {
    const { metrics, events } = create('silent');
    events.requestStarted();
    events.requestStarted();
    events.requestFinished(request);
    const text = await metrics.registry.metrics();
    expect(text).toContain('smtpy_http_requests_in_flight 1');
    expect(text).toContain(
      'smtpy_http_request_seconds_bucket{le="0.05",method="POST",route="/v1/keys",status="4xx"} 1',
    );
  });
});
