/**
 * Purpose: the world around SMTPy, for tests and benchmarks: a DNS server, an MX that misbehaves on demand, SMTP
 * conversations, databases, a clock, sample messages, and the real program started as a process.
 * Guarantees: everything is real (sockets on loopback, PostgreSQL, processes), records what it was asked, and is an
 * `AsyncDisposable` that leaves no socket, process, database or folder behind. Every wait has a deadline.
 * Fails with: an `Error` saying what was waited for and what came instead.
 * Not here: nothing imports the server; it is started as a program (`bootServer`) or handed in (`migrate`).
 */
export {
  startOtlpCollector,
  startSentryReceiver,
  startWebhookReceiver,
  type CollectedSpan,
  type OtlpCollector,
  type ReceivedWebhook,
  type ReceiverBehaviour,
  type SentryReceiver,
  type WebhookAnswer,
  type WebhookReceiver,
} from './collectors/index.ts';
export {
  corpus,
  generateKeyPairPem,
  makeLarge,
  signWithDkim,
  type DkimSignOptions,
  type KeyPairPem,
  type SampleMaker,
  type SampleOptions,
} from './corpus/index.ts';
export {
  createTestDatabase,
  startTestDatabaseServer,
  type TestDatabase,
  type TestDatabaseOptions,
  type TestDatabaseServer,
} from './databases/index.ts';
export {
  openSmtpDialog,
  runDialog,
  sendMail,
  sendMany,
  type DialogReply,
  type LoadMessage,
  type ReadOptions,
  type ReplyExpectation,
  type RunDialogOptions,
  type SendMailOptions,
  type SendMailReplies,
  type SendManyOptions,
  type SendManyResult,
  type SentMessage,
  type SmtpDialog,
  type SmtpDialogOptions,
} from './dialog/index.ts';
export {
  startDnsServer,
  type DnsFailure,
  type DnsQuery,
  type DnsRecordData,
  type DnsRecordSet,
  type DnsRecordType,
  type DnsServer,
  type DnsServerOptions,
  type DnsZones,
} from './dns/index.ts';
export {
  startScriptedMx,
  type MxAction,
  type MxAnswer,
  type MxBehaviour,
  type MxBehaviours,
  type MxCommand,
  type MxCounts,
  type MxEvent,
  type MxStage,
  type ReceivedMessage,
  type ScriptedMx,
  type ScriptedMxOptions,
} from './mx/index.ts';
export {
  hasRspamd,
  rspamdSpamWord,
  startRspamd,
  startScriptedRspamd,
  type CheckRequest,
  type Rspamd,
  type RspamdOptions,
  type ScriptedAnswer,
  type ScriptedRspamd,
} from './rspamd/index.ts';
export {
  bootServer,
  type BootedServer,
  type BootServerOptions,
  type ProgramResult,
  type RunOptions,
} from './server/index.ts';
export {
  createManualClock,
  waitFor,
  type ManualClock,
  type WaitForOptions,
  type WaitOptions,
} from './time/index.ts';
export { freePort } from './port/free-port.ts';
export {
  ApiClient,
  type ApiAnswer,
  type ApiRequest,
  type CapturedMail,
  readCapturedMails,
  waitForLink,
} from './api-client/index.ts';
export { authenticatorCode, hasAuthenticator } from './authenticator/index.ts';
