import type { FastifyInstance, FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import { type Html, renderPage } from '../page/index.ts';
import { renderList, renderMessage, renderMissing, type TimelineEntry } from './pages.ts';
import { listReadBytes, readForShow } from './reading.ts';
import type { Sandbox } from './sandbox.ts';

/** What the pages need of the rest of the program. */
export interface SandboxPagesDependencies {
  readonly sandbox: Sandbox;
  /** Where our own pages are, without a slash at the end. */
  readonly publicUrl: string;
  /** Whether there is the application to go back to. */
  readonly hasApplication: boolean;
  readonly loadTimeline: (messageId: string) => Promise<readonly TimelineEntry[]>;
}

const banner = 'Sandbox: mail is caught here and shown. Nothing leaves this machine.';
const listed = 100;
const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

/** `/sandbox`, one page per captured message, its HTML part and its source. */
export function registerSandboxPages(
  app: FastifyInstance,
  { sandbox, loadTimeline, publicUrl, hasApplication }: SandboxPagesDependencies,
): void {
  const sendPage = pageSender(hasApplication);
  app.get('/sandbox', async (_request, reply) => {
    const captured = await sandbox.list(listed);
    const shown = await Promise.all(
      captured.map(async (message) => ({
        message,
        content: await readForShow(sandbox, message, listReadBytes),
      })),
    );
    return sendPage(reply, 'Captured mail', renderList(shown, listed));
  });

  app.get<{ Params: { id: string } }>(`/sandbox/:id(${uuid})`, async (request, reply) => {
    const message = await sandbox.find(request.params.id);
    if (message === undefined) return sendPage(reply.code(404), 'No such message', renderMissing());
    const [content, timeline] = await Promise.all([
      readForShow(sandbox, message),
      loadTimeline(message.messageId),
    ]);
    return sendPage(reply, content.subject, renderMessage(message, content, { timeline, publicUrl }));
  });

  app.get<{ Params: { id: string } }>(`/sandbox/:id(${uuid})/source`, async (request, reply) => {
    const message = await sandbox.find(request.params.id);
    if (message === undefined) return sendPage(reply.code(404), 'No such message', renderMissing());
    return reply
      .type('text/plain; charset=utf-8')
      .header('content-disposition', `inline; filename="${message.deliveryId}.eml"`)
      .send(Readable.from(sandbox.content(message.deliveryId)));
  });

  app.get<{ Params: { id: string } }>(`/sandbox/:id(${uuid})/html`, async (request, reply) => {
    const message = await sandbox.find(request.params.id);
    const content = message && (await readForShow(sandbox, message));
    if (content?.html === undefined) return sendPage(reply.code(404), 'No HTML part', renderMissing());
    return reply
      .type('text/html; charset=utf-8')
      .header(
        'content-security-policy',
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'",
      )
      .header('x-frame-options', 'SAMEORIGIN')
      .send(content.html);
  });
}

/** Sends pages under the banner, with the way back to the application where there is one. */
function pageSender(hasApplication: boolean) {
  const back = hasApplication ? { href: '/dashboard', label: 'Back to SMTPy' } : undefined;
  return (reply: FastifyReply, title: string, content: Html): FastifyReply =>
    reply.type('text/html; charset=utf-8').send(renderPage({ title, banner, back, content }));
}
