/**
 * Purpose: what follows from each fact, as a list of actions. Pure; the table is
 *
 * | fact                   | forward                                                      | reply                  | notice, probe  |
 * |------------------------|--------------------------------------------------------------|------------------------|----------------|
 * | failed                 | hard: counted; owner told; sender told or noted why not      | its writer told        | nothing        |
 * | reported: failed       | as failed                                                    | as failed              | nothing        |
 * | delayed, reported: so  | owner told, where the mailbox wants it                       | its writer told        | nothing        |
 * | reported: anything else| nothing                                                      | nothing                | nothing        |
 * | held                   | its mailbox asked, or nothing: then the digest tells         | its writer asked       | (never)        |
 * | probe_ended            |                                                              |                        | pause ends, or a later probe |
 *
 * Standards: RFC 5321 §4.5.5 and §6.1 (whom to tell), RFC 3834 §2 (whom never), RFC 3463 (statuses).
 */
export type { PlanContext } from './context.ts';
export { plan } from './plan.ts';
