import { z } from 'zod';
import { defineOperation } from '../api/index.ts';
import { pageOf, pageQuery } from '../api/page.ts';
import { auditEntry, auditExportFormats, auditFilterShape, type AuditEntryBody } from './audit-entry.ts';

const tag = 'Audit log';

const example: AuditEntryBody = {
  id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a010',
  at: '2026-11-22T09:30:00.000Z',
  action: 'key.created',
  title: 'API key made',
  actor: {
    kind: 'user',
    user_id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a002',
    key_id: null,
    label: 'jane@example.com',
    ip: '192.0.2.10',
    user_agent: 'curl/8.5.0',
    request_id: 'b6f1c0de',
  },
  subject: { kind: 'key', id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a001', label: 'Backup script' },
  before: null,
  after: { name: 'Backup script', scopes: ['members:read'] },
};

/** The operations on the audit log. */
export const auditOperations = {
  listAuditEntries: defineOperation({
    id: 'listAuditEntries',
    method: 'GET',
    path: '/v1/audit-entries',
    tag,
    summary: 'List the audit log',
    description:
      'Who did what in this organization, newest first. Nobody can change an entry; entries are removed when they are older than the installation keeps them.',
    access: { kind: 'member', permission: 'audit:read' },
    query: pageQuery.extend(auditFilterShape),
    answer: {
      status: 200,
      body: pageOf(auditEntry),
      example: { items: [example], next_cursor: null, total: null },
    },
  }),
  exportAuditEntries: defineOperation({
    id: 'exportAuditEntries',
    method: 'POST',
    path: '/v1/audit-entries/export',
    tag,
    summary: 'Export the audit log',
    description:
      'The whole log or what the filters leave of it as one download, newest first: `csv` (RFC 4180, UTF-8) or `jsonl`, one JSON object a line ' +
      '(`application/jsonl`). In CSV a cell that a spreadsheet would take for a formula begins with an apostrophe. The export is an entry of the log itself.',
    access: { kind: 'member', permission: 'audit:read' },
    body: z.strictObject({
      format: z.enum(auditExportFormats).default('csv').meta({ example: 'csv' }),
      ...auditFilterShape,
    }),
    isBodyOptional: true,
    example: { format: 'csv', after: '2026-11-01T00:00:00.000Z' },
    answer: { status: 200, contentType: 'text/csv', otherContentTypes: ['application/jsonl'] },
    audited: ['audit.exported'],
    limit: 'expensive',
  }),
} as const;
