/**
 * Reports about deliveries, and other mail that no person wrote.
 *
 * Purpose: read what a report says about one delivery in whatever form and state it comes; tell automatic answers from people's mail.
 * Standards: RFC 3464 (delivery status), RFC 6522 (multipart/report), RFC 6533 (its international forms), RFC 3463 (status codes),
 *   RFC 2045 and RFC 2046 (parts and encodings), RFC 3834 (automatic answers), RFC 2369 and RFC 2919 (lists).
 * Guarantees: never throws. All texts are clean and bounded. A report that was cut anywhere is read up to there; what cannot be read
 *   is absent, not guessed, except where the words of known programs tell it.
 * Fails with: undefined for everything that is no report about a delivery.
 * Security: time is linear in the size; at most 1 MiB, 6 levels and 64 parts are looked at. Anyone can write a report: it is to be
 *   believed only when it came to a return path that was made for the delivery. Nothing of it may be shown to outsiders.
 * Not here: which delivery a report is about, what follows from it, writing reports.
 */
export type { DeliveryReport } from './delivery-report.ts';
export type { ReportInput } from './report-content.ts';
export { parseDeliveryReport } from './parse-delivery-report.ts';
export type { AnswerKind } from './classify-answer.ts';
export { classifyAnswer } from './classify-answer.ts';
