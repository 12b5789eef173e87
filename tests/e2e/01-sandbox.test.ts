import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { bootServer, type BootedServer } from '@smtpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandsOf, setupLinkOf } from './installation.ts';

describe('the sandbox, as npm start runs it', () => {
  let server: BootedServer;
  beforeAll(async () => {
    server = await bootServer();
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });

  it('is ready and healthy, and prints the link for the first administrator', async () => {
    expect(await (await fetch(`${server.httpUrl}/healthz`)).json()).toEqual({ status: 'ok' });
    const ready = await fetch(`${server.httpUrl}/readyz`);
    expect(await ready.json()).toEqual({
      status: 'ready',
      checks: { database: true, migrations: true, listeners: true },
    });
    expect(await setupLinkOf(server)).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/setup\/[\w-]{43}$/u);
  });

  it('shows the main job in one command, and the page shows the message', async () => {
    const { command } = commandsOf(server);
    const shown = (await command('demo')) as {
      url: string;
      deliveries: { state: string }[];
      timeline: { kind: string }[];
    };
    expect(shown.deliveries.map(({ state }) => state)).toEqual(['delivered']);
    expect(shown.timeline.map(({ kind }) => kind)).toContain('accepted');
    const page = await (await fetch(shown.url)).text();
    expect(page).toContain('Your order is on its way');
    const source = await (await fetch(`${shown.url}/source`)).text();
    expect(source).toMatch(/^DKIM-Signature: /mu);
    expect(source).toMatch(/^From: The Shop <[^>]+@demo\.example>/mu);
    const list = await (await fetch(`${server.httpUrl}/sandbox`)).text();
    expect(list).toContain('Your order is on its way');
  }, 60_000);

  it('refuses a Host that is not its own and pages that do not exist', async () => {
    const { port } = new URL(server.httpUrl);
    const foreign = request({
      host: '127.0.0.1',
      port,
      path: '/sandbox',
      headers: { host: 'evil.example' },
    }).end();
    const [response] = (await once(foreign, 'response')) as [IncomingMessage];
    expect(response.statusCode).toBe(421);
    response.resume();
    expect((await fetch(`${server.httpUrl}/nothing`)).status).toBe(404);
    expect((await fetch(`${server.httpUrl}/sandbox/00000000-0000-7000-8000-000000000000`)).status).toBe(404);
  });

  it('makes the first administrator through the link, once', async () => {
    const link = await setupLinkOf(server);
    expect((await fetch(link)).status).toBe(200);
    const post = (password: string): Promise<Response> =>
      fetch(link, {
        method: 'POST',
        body: new URLSearchParams({ email: 'root@my-domain.example', username: '', password }),
      });
    const weak = await post('short');
    expect(weak.status).toBe(422);
    const made = await post('correct horse battery staple');
    expect([made.status, await made.text()]).toEqual([
      200,
      expect.stringContaining('administrator was made'),
    ]);
    expect((await post('correct horse battery staple')).status).toBe(410);
  });

  it('answers commands and refuses a second server on the same folder', async () => {
    const { tryCommand } = commandsOf(server);
    const second = await tryCommand('serve');
    expect(second.code).toBe(1);
    expect(second.stderr + second.stdout).toContain(String(server.pid));
    expect((await tryCommand('check-invariants')).code).toBe(0);
  }, 60_000);

  it('stops cleanly on SIGTERM and starts again with everything kept', async () => {
    expect(await server.stop()).toBe(0);
    await server.restart();
    const { command } = commandsOf(server);
    expect(((await command('message', 'list')) as { items: unknown[] }).items).toHaveLength(1);
  }, 60_000);
});
