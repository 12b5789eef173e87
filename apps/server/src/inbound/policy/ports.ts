import type { Address } from '@smtpy/mail';
import type { PrivacyLevel } from '../../queue/index.ts';
import type { ContentCheck } from '../../content-check/index.ts';
import type { Limits } from '../../limits/index.ts';
import type { Refusals } from '../../refusals/index.ts';
import type { Rule } from '../../rules/index.ts';
import type { InboundAlias, InboundMailbox } from '../inbound-alias.ts';

/** What owners and the operator say of a sender. `mayBeAllowed`: whether they allow others, of which the author may still be one. */
export type SenderJudgement =
  | { readonly kind: 'none'; readonly mayBeAllowed: boolean }
  | { readonly kind: 'blocked'; readonly entry: JudgedEntry; readonly mayBeAllowed: boolean }
  | { readonly kind: 'allowed'; readonly entry: JudgedEntry };

/** The entry that decided. */
export interface JudgedEntry {
  readonly subject: string;
  readonly scope: 'alias' | 'organization' | 'operator';
  /** Whether an allow holds for whoever merely claims to be that sender. */
  readonly acceptsUnproven?: boolean;
}

/** Who sends, and what of it is proven. */
export interface SenderQuestion {
  readonly organizationId: string;
  readonly aliasId: string;
  /** Undefined for the null sender. */
  readonly mailFrom: Address | undefined;
  /** Undefined while the header is not here, and when it names nobody. */
  readonly author?: Address | undefined;
  readonly isMailFromProven: boolean;
  readonly isAuthorProven: boolean;
}

/** Everything that decides whether mail is let through, besides what the mail itself proves. Unless told otherwise, a rejection is answered with 451. */
export interface InboundPolicy {
  readonly senders: { judge(question: SenderQuestion): Promise<SenderJudgement> };
  /** Counts all of them, or none where one is used up. */
  readonly limits: Pick<Limits, 'take'>;
  /** Absent: nobody is asked to come back. */
  readonly greylist: { check(senderKey: string): Promise<'passed' | 'wait'> } | undefined;
  /** Absent: none is asked. Never rejects. */
  readonly dnsLists:
    | {
        check(
          ip: string,
        ): Promise<
          | { readonly kind: 'listed'; readonly zone: string; readonly text?: string | undefined }
          | { readonly kind: 'not_listed' }
        >;
      }
    | undefined;
  /** Absent: content is not judged. Never rejects. */
  readonly contentCheck: Pick<ContentCheck, 'check'> | undefined;
  /** Those of the organization and its aliases. */
  readonly rules: { find(organizationId: string): Promise<readonly Rule[]> };
  /** Whose mail an alias expects, by the domain of the author. */
  readonly pins: {
    judge(aliasId: string, domain: string): Promise<'pinned' | 'other' | 'empty'>;
    learn(aliasId: string, domain: string): Promise<void>;
  };
  readonly aliases: {
    /** Makes the alias of an address that a catch-all took, once. */
    ensureFromCatchAll(input: {
      readonly domainId: string;
      readonly localPart: string;
    }): Promise<
      { readonly kind: 'made' | 'exists'; readonly alias: InboundAlias } | { readonly kind: 'not_possible' }
    >;
    /** Uses up one of the messages that an alias still forwards; false when none is left. */
    takeMessage(aliasId: string): Promise<boolean>;
    giveBack(aliasId: string): Promise<void>;
  };
  /** Confirmed mailboxes of an organization, of those named. */
  readonly mailboxes: {
    findConfirmed(organizationId: string, ids: readonly string[]): Promise<readonly InboundMailbox[]>;
  };
  readonly settings: { load(organizationId: string): Promise<{ readonly privacyLevel: PrivacyLevel }> };
  /** Never throws and never waits. */
  readonly refusals: Pick<Refusals, 'note'>;
}
