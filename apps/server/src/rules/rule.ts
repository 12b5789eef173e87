import type { RuleDefinition } from '@smtpy/contract';
import type { RequestedChanges } from '../queue/index.ts';

/** An owner's rule that can be evaluated. */
export interface Rule {
  readonly id: string;
  /** A short id for people; unique over the installation. */
  readonly number: number;
  readonly organizationId: string;
  /** Absent: for all aliases of the organization. */
  readonly aliasId?: string;
  readonly name: string;
  /** Among those of the alias, or of the organization; from 1. */
  readonly position: number;
  readonly isEnabled: boolean;
  readonly definition: RuleDefinition;
}

/** A rule as it is stored; without a definition where what is stored cannot be read (any more), so that it is skipped. */
export type StoredRule = Omit<Rule, 'definition'> & { readonly definition: RuleDefinition | undefined };

/** A rule of an organization. */
export interface RuleReference {
  readonly organizationId: string;
  readonly ruleId: string;
}

/** Why a rule was not stored. `reason` is a sentence for the person who asked, without a full stop. */
export interface RuleRefusal {
  readonly kind:
    'invalid_definition' | 'invalid_name' | 'unknown_rule' | 'unknown_alias' | 'unknown_mailbox' | 'too_many';
  readonly reason: string;
}

/** What rules can ask of a message. Texts are decoded; no length is asked for, since only so much of them is compared. */
export interface MessageFacts {
  readonly aliasId: string;
  /** The address that the message is for. */
  readonly alias: string;
  /** Reverse path; empty for the null sender. */
  readonly mailFrom: string;
  /** The author's address; undefined when the message names none. */
  readonly author: string | undefined;
  readonly subject: string;
  readonly sizeBytes: number;
  readonly hasAttachments: boolean;
  /** The values of all fields of that name; empty where there is none. */
  readonly headerValues: (lowerName: string) => readonly string[];
  /** Words of RFC 8601 §2.7. */
  readonly authentication: { readonly spf: string; readonly dkim: string; readonly dmarc: string };
  readonly receivedAt: Date;
  /** IANA name: what a condition on time means that names none. */
  readonly timeZone: string;
}

/** A rule that matched. */
export interface MatchedRule {
  readonly ruleId: string;
  readonly number: number;
  readonly name: string;
  /** `subject contains “invoice” and size is over 10 MB`. */
  readonly why: string;
}

/** Where a message goes. */
export type RuleDecision =
  /** Without `mailboxIds`: to the mailboxes of the alias. */
  | { readonly kind: 'forward'; readonly mailboxIds?: readonly string[] }
  | { readonly kind: 'block' }
  | { readonly kind: 'discard' }
  | { readonly kind: 'quarantine' };

/** What the rules come to. */
export interface RuleOutcome {
  /** In the order in which they were asked. */
  readonly matched: readonly MatchedRule[];
  readonly action: RuleDecision;
  /** Empty where nothing leaves. */
  readonly changes: RequestedChanges;
  /** Rules that could not be evaluated, and were skipped; `reason` in words for their owner. */
  readonly failed: readonly { readonly ruleId: string; readonly reason: string }[];
}
