import { z } from 'zod';
import { auditEntry, auditFilterShape } from '../audit/audit-entry.ts';
import { defineOperation } from '../api/operation.ts';
import { id, instant, pageOf, pageQuery } from '../api/page.ts';
import {
  installationSettings,
  installationSettingsChange,
  installationSettingsExample,
} from './installation-settings.ts';

const tag = 'Administration';

/** How the installation is. */
const installationHealth = z.object({
  verdict: z.enum(['ok', 'warning', 'problem']).meta({ description: 'The worst of the findings' }),
  version: z.string().meta({ example: '0.1.0' }),
  mode: z.enum(['sandbox', 'production']),
  hostname: z.string().meta({ example: 'mx.example.com' }),
  started_at: instant.meta({ description: 'Of the process that answers' }),
  uptime_seconds: z.int().min(0),
  roles: z.array(z.string()).meta({ description: 'Of the process that answers', example: ['web'] }),
  connections: z
    .array(
      z.object({
        name: z.string().meta({ example: 'smtpy worker 1' }),
        address: z
          .string()
          .nullable()
          .meta({ description: 'Null: on the same machine', example: '10.0.0.7' }),
        count: z.int().min(1),
      }),
    )
    .meta({
      description: 'Who is connected to the database, of this program: all its processes on all machines',
    }),
  findings: z.array(
    z.object({
      check: z.string().meta({ description: 'A stable word', example: 'certificate' }),
      verdict: z.enum(['ok', 'warning', 'problem']),
      text: z.string().meta({ example: 'The certificate is valid until 2027-01-31' }),
      advice: z.string().nullable(),
    }),
  ),
});

/** An entry of the audit log with the organization that it concerns. */
const administrationAuditEntry = auditEntry.extend({
  organization_id: id.nullable().meta({
    description: 'Null: it concerns a person or the installation, and no organization',
  }),
});

/** What the operator does about the installation as a whole. */
export const installationOperations = {
  getHealth: defineOperation({
    id: 'getHealth',
    method: 'GET',
    path: '/v1/administration/health',
    tag,
    summary: 'Show how the installation is',
    description:
      'What keeps mail from coming in or going out, as far as that can be seen at once; `smtpy doctor` looks longer. Database, schema, disk, certificate, queue.',
    access: { kind: 'administrator', action: 'read' },
    answer: {
      status: 200,
      body: installationHealth,
      example: {
        verdict: 'ok',
        version: '0.1.0',
        mode: 'production',
        hostname: 'mx.example.com',
        started_at: '2026-11-22T09:30:00.000Z',
        uptime_seconds: 3_600,
        roles: ['web'],
        connections: [{ name: 'smtpy worker 1', address: null, count: 4 }],
        findings: [
          {
            check: 'database',
            verdict: 'ok',
            text: 'PostgreSQL 18.1 answers and the schema is current',
            advice: null,
          },
        ],
      },
    },
    limit: 'expensive',
  }),
  getSettings: defineOperation({
    id: 'getSettings',
    method: 'GET',
    path: '/v1/administration/settings',
    tag,
    summary: 'Show the settings',
    description:
      'What the operator sets while the program runs. The rest is configuration (`smtpy config show`).',
    access: { kind: 'administrator', action: 'read' },
    answer: { status: 200, body: installationSettings, example: installationSettingsExample },
  }),
  changeSettings: defineOperation({
    id: 'changeSettings',
    method: 'PATCH',
    path: '/v1/administration/settings',
    tag,
    summary: 'Change the settings',
    description:
      'What is not given stays. A change holds at once on every node, and for what is made from then on.',
    access: { kind: 'administrator', action: 'write' },
    body: installationSettingsChange,
    answer: { status: 200, body: installationSettings, example: installationSettingsExample },
    audited: ['settings.changed'],
    example: { registration: 'closed' },
  }),
  listAllAuditEntries: defineOperation({
    id: 'listAllAuditEntries',
    method: 'GET',
    path: '/v1/administration/audit-entries',
    tag,
    summary: 'List the audit log of the installation',
    description:
      'Who did what in all organizations, and what concerns persons and the installation, newest first.',
    access: { kind: 'administrator', action: 'read' },
    query: pageQuery.extend({
      ...auditFilterShape,
      organization_id: id.optional().meta({ description: 'Only what concerns this organization.' }),
    }),
    answer: {
      status: 200,
      body: pageOf(administrationAuditEntry),
      example: {
        items: [
          {
            id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a010',
            at: '2026-11-22T09:30:00.000Z',
            organization_id: null,
            action: 'settings.changed',
            title: 'Settings of the installation changed',
            actor: {
              kind: 'user',
              user_id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a002',
              key_id: null,
              label: 'jane@example.com',
              ip: '192.0.2.10',
              user_agent: 'curl/8.5.0',
              request_id: 'b6f1c0de',
            },
            subject: null,
            before: { registration: 'open' },
            after: { registration: 'closed' },
          },
        ],
        next_cursor: null,
        total: null,
      },
    },
  }),
} as const;
