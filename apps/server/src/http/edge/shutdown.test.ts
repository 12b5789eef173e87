import { waitFor } from '@smtpy/testkit';
import { describe, expect, it } from 'vitest';
import { closeGracefully } from './index.ts';
import { openRaw, startEdge } from './testdata/edge-bench.ts';

const request = (path: string) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;

describe('a stop', () => {
  it('finishes what is under way, ends its connections, and takes no new ones', async () => {
    const held: (() => void)[] = [];
    await using edge = await startEdge((app) => {
      app.get('/held', () => new Promise((resolve) => held.push(() => resolve('finished'))));
      app.get('/quick', () => 'quick');
    });
    using busy = await openRaw(edge.port);
    using idle = await openRaw(edge.port);
    idle.socket.write(request('/quick'));
    busy.socket.write(request('/held'));
    await waitFor(() => held.length === 1 && idle.received().endsWith('quick'), { what: 'both requests' });
    expect(idle.received()).toMatch(/connection: keep-alive/i);

    const closing = closeGracefully(edge.app, { deadlineMs: 5_000 });
    await waitFor(() => idle.isClosed(), { what: 'the idle connection to end' });
    await expect(openRaw(edge.port)).rejects.toThrow('ECONNREFUSED');
    expect(busy.isClosed()).toBe(false);
    held[0]?.();
    await closing;
    await waitFor(() => busy.isClosed(), { what: 'the busy connection to end' });
    expect(busy.received()).toMatch(/^HTTP\/1\.1 200[\s\S]*connection: close[\s\S]*finished$/i);
  });

  it('ends the connection of an answer whose header had promised to keep it', async () => {
    let end = (): void => undefined;
    await using edge = await startEdge((app) => {
      app.get('/stream', (_request, reply) => {
        reply.hijack();
        reply.raw.writeHead(200, { 'content-length': '4' });
        reply.raw.write('ab');
        end = () => void reply.raw.end('cd');
      });
    });
    using client = await openRaw(edge.port);
    client.socket.write(request('/stream'));
    await waitFor(() => client.received().endsWith('ab'), { what: 'half of the answer' });
    const startedAt = performance.now();
    const closing = closeGracefully(edge.app, { deadlineMs: 5_000 });
    end();
    await closing;
    expect(performance.now() - startedAt).toBeLessThan(4_000);
    await waitFor(() => client.isClosed(), { what: 'the connection to end' });
    expect(client.received()).toMatch(/abcd$/);
  });

  it('cuts what does not end in time', async () => {
    let entered = false;
    await using edge = await startEdge((app) => {
      app.get('/never', () => {
        entered = true;
        return new Promise(() => undefined);
      });
    });
    using client = await openRaw(edge.port);
    client.socket.write(request('/never'));
    await waitFor(() => entered, { what: 'the request' });
    await closeGracefully(edge.app, { deadlineMs: 200 });
    await waitFor(() => client.isClosed(), { what: 'the cut' });
    expect(client.received()).toBe('');
  });
});
