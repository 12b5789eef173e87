/**
 * Purpose: owners' rules: what they ask of a message, what they want done with it, and how they are kept.
 *
 * A rule is a definition (`@smtpy/contract`): conditions, of which all or one must hold, in groups up to three deep; actions; and
 * whether rules behind it are asked too. Rules of the alias come before those of the organization, each by position. The first that
 * matches ends the search, unless it says `continue`. Of all that matched:
 * - the decision (`forward`, `forward_to`, `block`, `discard`, `quarantine`) is that of the last one that has any; without one the
 *   message is forwarded;
 * - changes (prefixes of the subject in their order, as far as 100 characters go; without attachments) add up, and are of no meaning where
 *   nothing leaves.
 *
 * | field          | operators                                                                                     |
 * |----------------|-----------------------------------------------------------------------------------------------|
 * | sender         | text, domain_is: the address in From or the reverse path; one of them is enough                |
 * | sender_domain  | text, domain_is                                                                               |
 * | subject        | text, present, absent                                                                         |
 * | header         | text, present, absent: any field of that name, decoded                                        |
 * | alias          | text, domain_is: the address written to                                                       |
 * | size           | greater_than, less_than                                                                       |
 * | attachments    | present, absent                                                                               |
 * | authentication | equals: the result of SPF, DKIM or DMARC                                                      |
 * | time           | between two times of the day, on weekdays, in a time zone                                     |
 *
 * Text: contains, equals, starts_with, ends_with, matches (RE2, anywhere in the text), all without regard to case and in NFC. `not` turns a
 * condition round: it then holds where no sender, no field does.
 *
 * Standards: RFC 8601 §2.7 (results of authentication), RFC 5890 (domains in Unicode or not), RFC 5545 and IANA time zones.
 *
 * Guarantees: a change over the API and its audit entry stand or fall together; of two that order or delete at once, the second is judged by
 * what the first left. The tester does nothing. Evaluating is pure and never throws; it costs at most so much for one message, over all rules, in time linear in the texts
 * (the first 16,384 characters of each are compared, the first 2,000 by patterns, of a header field 100 values); a rule that cannot be
 * evaluated is skipped and named. A rule that is stored was valid then. A change is known to all processes within seconds.
 *
 * Fails with: values for what a person can cause; rejects when the database fails.
 *
 * Security: patterns have no back references and a bounded size, so neither owners nor senders can hold up the program with them; what
 * belongs to another organization is unknown. Senders are what a message says of itself: a rule on them is no proof of who wrote, a
 * condition on `authentication` beside it is.
 *
 * Not here: what becomes of the outcome (`inbound/`), prefixes and removed attachments (`forwarding/`), the shapes (`@smtpy/contract`).
 */
export type {
  MatchedRule,
  MessageFacts,
  Rule,
  RuleDecision,
  RuleOutcome,
  RuleReference,
  RuleRefusal,
  StoredRule,
} from './rule.ts';
export { evaluateRules, wantsAttachments } from './evaluate.ts';
export { authenticationWords, readMessageFacts, type MessageFactsInput } from './message-facts.ts';
export {
  createRuleEditing,
  createRules,
  maxRulesPerOrganization,
  type AddRule,
  type ChangeRule,
  type RuleEditing,
  type Rules,
} from './rules.ts';
export { checkDefinition } from './check-definition.ts';
export { formatCondition, summariseActions, summariseConditions } from './why.ts';
export { judgeRaw, judgeStored, type JudgedMessage, type JudgingDependencies } from './judge-message.ts';
export {
  fromLegacy,
  legacyActions,
  legacyTypes,
  type FromLegacy,
  type LegacyAction,
  type LegacyType,
} from './legacy.ts';
export { ruleRoutes, type RuleRoutesDependencies } from './routes.ts';
