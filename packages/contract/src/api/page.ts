import { z } from 'zod';

/** Most items that one answer holds. */
export const maxPageSize = 100;

/** An instant: RFC 3339 in UTC with milliseconds. */
export const instant = z.iso
  .datetime()
  .meta({ description: 'RFC 3339, UTC', example: '2026-11-22T09:30:00.000Z' });

/** An id: UUID, version 7 where SMTPy made it. */
export const id = z.guid().meta({ description: 'UUID', example: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a001' });

/**
 * Any value of JSON. Zod's own schema for it refers to itself, which OpenAPI has no name for: generated types would not compile. What reaches a
 * schema was JSON before.
 */
export const jsonValue = z.unknown().meta({ description: 'Any JSON value' });

/** What every list takes. */
export const pageQuery = z.strictObject({
  cursor: z
    .string()
    .min(1)
    .max(500)
    .regex(/^[A-Za-z0-9_-]+$/)
    .optional()
    .meta({ description: '`next_cursor` of the answer before; absent for the first page' }),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(maxPageSize)
    .default(50)
    .meta({ description: 'How many items at most', example: 50 }),
});

/** A list: items, the cursor of the next page (null on the last one), and how many there are in all where counting is cheap. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    next_cursor: z.string().nullable(),
    total: z.int().min(0).nullable(),
  });
}

/** RFC 9457, with the fields that this API adds. */
export const problem = z.object({
  type: z.string().meta({ description: 'Where the code is described', example: '/docs#error-not_found' }),
  title: z.string(),
  status: z.int(),
  code: z.string().meta({ description: 'Stable; one of the table of errors', example: 'not_found' }),
  detail: z.string().optional(),
  /** The same as `detail`, or the title: clients of Better Auth read it. */
  message: z.string().optional(),
  request_id: z.string(),
  errors: z
    .array(z.object({ path: z.string().meta({ example: 'body.name' }), message: z.string() }))
    .optional(),
});
/** What {@link problem} reads. */
export type Problem = z.infer<typeof problem>;
