/**
 * Purpose: the settings of the program, declared once. From the declarations come the parser, the reference page, the example
 * file and `smtpy config check|show`.
 *
 * Guarantees: all faults are reported together; a name with our prefix that is no setting is a fault; every value that is
 * accepted lies in its range; a default is written like a given value and passes the same parser.
 *
 * Fails with: `invalid` and the list of problems. Nothing here throws on what the environment says.
 *
 * Security: secret values have the type `Secret`, which prints as `***`; problems never repeat them, nor the value of an
 * unknown name.
 *
 * Not here: what a setting means for a feature; each is given only its part of `Config`.
 */
export {
  roles,
  type ApiLimitConfig,
  type Config,
  type DeliveryConfig,
  type FailureConfig,
  type HttpConfig,
  type LimitConfig,
  type ObservingConfig,
  type PolicyConfig,
  type Rate,
  type Role,
  type SmtpConfig,
  type WebConfig,
  type WebhookConfig,
} from './config.ts';
export { loadConfig, type LoadedConfig } from './load.ts';
export { findNearest } from './nearest.ts';
export { ConfigurationError, formatProblems, type Problem } from './problem.ts';
export { Secret } from './secret.ts';
export { sections, type Env, type Setting } from './setting.ts';
export { settings } from './settings.ts';
export { programVersion } from './version.ts';
