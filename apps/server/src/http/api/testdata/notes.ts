import { Readable } from 'node:stream';
import { defineOperation, id, text } from '@smtpy/contract';
import { z } from 'zod';
import { ApiError, route, streamed, type Route } from '../../../api/index.ts';
import { newId, type Db } from '../../../db/index.ts';

const note = z.object({ id, text: z.string() });
const shared = { tag: 'Notes', summary: 'Notes', description: 'For tests.' } as const;

const listNotes = defineOperation({
  ...shared,
  id: 'listNotes',
  method: 'GET',
  path: '/v1/notes',
  access: { kind: 'member', permission: 'members:read' },
  query: z.strictObject({ search: z.string().max(10).optional() }),
  answer: { status: 200, body: z.object({ items: z.array(note) }) },
});

const getNote = defineOperation({
  ...shared,
  id: 'getNote',
  method: 'GET',
  path: '/v1/notes/{note_id}',
  access: { kind: 'public' },
  params: z.object({ note_id: id }),
  answer: { status: 200, body: note },
});

const createNote = defineOperation({
  ...shared,
  id: 'createNote',
  method: 'POST',
  path: '/v1/notes',
  access: { kind: 'member', permission: 'members:write' },
  body: z.strictObject({ text: text({ max: 100 }), tags: z.array(z.unknown()).optional() }),
  answer: { status: 201, body: note },
  audited: { nothing: 'a test' },
  takesIdempotencyKey: true,
});

const leaveNote = defineOperation({
  ...shared,
  id: 'leaveNote',
  method: 'POST',
  path: '/v1/left-notes',
  access: { kind: 'public' },
  body: z.strictObject({ text: text({ max: 100 }) }),
  answer: { status: 201, body: note },
  audited: { nothing: 'a test' },
  takesIdempotencyKey: true,
});

const deleteNote = defineOperation({
  ...shared,
  id: 'deleteNote',
  method: 'DELETE',
  path: '/v1/notes/{note_id}',
  access: { kind: 'session' },
  params: z.object({ note_id: id }),
  answer: { status: 204 },
  audited: { nothing: 'a test' },
});

const exportNotes = defineOperation({
  ...shared,
  id: 'exportNotes',
  method: 'GET',
  path: '/v1/notes-export',
  access: { kind: 'user', action: 'read' },
  answer: { status: 200, contentType: 'text/csv' },
});

/** What a handler of {@link createNote} is told to do by the text of the note. */
export interface Interference {
  /** Runs after the note was inserted. */
  readonly afterInsert: (text: string) => Promise<unknown>;
}

/** Routes over a table `notes (id uuid, text text unique)`. */
export function noteRoutes(db: Db, { afterInsert }: Interference): readonly Route[] {
  const insert = async (text: string) => {
    const id = newId();
    await db.query({ text: 'insert into notes values ($1, $2)', params: [id, text] });
    await afterInsert(text);
    return { id, text, secret: 'never told' };
  };
  return [
    route(listNotes, async () => ({
      items: await db
        .query<{ id: string; text: string }>({ text: 'select id, text from notes order by id' })
        .then((rows) => [...rows]),
    })),
    route(getNote, async ({ params }) => {
      const [row] = await db.query<{ id: string; text: string }>({
        text: 'select id, text from notes where id = $1',
        params: [params.note_id],
      });
      if (row === undefined) throw new ApiError('not_found');
      return { kind: 'headed', headers: [['x-note', 'yes']], body: row };
    }),
    route(createNote, ({ body }) => insert(body.text)),
    route(leaveNote, ({ body }) => insert(body.text)),
    route(deleteNote, async ({ params }) => {
      await db.query({ text: 'delete from notes where id = $1', params: [params.note_id] });
      return undefined;
    }),
    route(exportNotes, () =>
      Promise.resolve(
        streamed({ contentType: 'text/csv', fileName: 'nötes".csv', stream: Readable.from(['id,text\n']) }),
      ),
    ),
  ];
}
