import type { z } from 'zod';
import type { accountOperations } from '../account/index.ts';
import type { administrationOperations } from '../administration/index.ts';
import type { aliasOperations, appPasswordOperations } from '../alias/index.ts';
import type { Operation, OperationAnswer } from '../api/index.ts';
import type { auditOperations } from '../audit/index.ts';
import type { authenticationOperations } from '../authentication/index.ts';
import type { contactOperations } from '../contact/index.ts';
import type { domainOperations } from '../domain/index.ts';
import type { installationFactOperations } from '../installation/index.ts';
import type { keyOperations } from '../key/index.ts';
import type { mailboxOperations } from '../mailbox/index.ts';
import type { messageOperations, refusalOperations } from '../message/index.ts';
import type { noticeOperations } from '../notice/index.ts';
import type {
  invitationOperations,
  memberOperations,
  organizationOperations,
  receivedInvitationOperations,
} from '../organization/index.ts';
import type { quarantineOperations } from '../quarantine/index.ts';
import type { ruleOperations } from '../rule/index.ts';
import type { senderOperations } from '../sender/index.ts';
import type { statisticsOperations } from '../statistics/index.ts';
import type { webhookOperations } from '../webhook/index.ts';

/** Every operation by its id. */
export type Operations = typeof accountOperations &
  typeof administrationOperations &
  typeof aliasOperations &
  typeof appPasswordOperations &
  typeof auditOperations &
  typeof authenticationOperations &
  typeof contactOperations &
  typeof domainOperations &
  typeof installationFactOperations &
  typeof invitationOperations &
  typeof keyOperations &
  typeof mailboxOperations &
  typeof memberOperations &
  typeof messageOperations &
  typeof noticeOperations &
  typeof organizationOperations &
  typeof quarantineOperations &
  typeof receivedInvitationOperations &
  typeof refusalOperations &
  typeof ruleOperations &
  typeof senderOperations &
  typeof statisticsOperations &
  typeof webhookOperations;

/** The id of an operation. */
export type OperationId = keyof Operations;

type Part<O, Name extends 'params' | 'query' | 'body'> = O extends {
  readonly [N in Name]: infer S extends z.ZodType;
}
  ? z.input<S>
  : undefined;

/** What a caller gives, part by part: parameters of the path, the query, the body; those that the operation has. */
export type Arguments<Id extends OperationId> = (Part<Operations[Id], 'params'> extends undefined
  ? { readonly params?: undefined }
  : { readonly params: Part<Operations[Id], 'params'> }) &
  (Part<Operations[Id], 'query'> extends undefined
    ? { readonly query?: undefined }
    : { readonly query?: QueryOf<Part<Operations[Id], 'query'>> }) &
  (Part<Operations[Id], 'body'> extends undefined
    ? { readonly body?: undefined }
    : { readonly body?: Part<Operations[Id], 'body'> });

/** In a query everything becomes text. */
type QueryOf<Query> = {
  readonly [Name in keyof Query]?: Query[Name] | string | number | boolean | undefined;
};

/** What a caller gets. */
export type Answer<Id extends OperationId> = Operations[Id] extends infer O extends Operation
  ? OperationAnswer<O>
  : never;
