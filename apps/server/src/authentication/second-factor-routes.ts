import { authenticationOperations as operations, type AuditAction } from '@smtpy/contract';
import { route, type Actor, type Principal, type Route } from '../api/index.ts';
import type { Tx } from '../db/index.ts';
import { doConfirmed } from './confirmed.ts';
import type { AuthenticationContext } from './context.ts';
import { recoveryCodesRenewedLetter, twoFactorDisabledLetter, type Circumstances } from './letters.ts';
import type { Letter } from '../followups/index.ts';
import { circumstancesOf, notify, userSubject } from './notify.ts';
import { verifyCode } from './second-factor.ts';

interface Signed {
  readonly principal: Principal;
  readonly actor: Actor;
}

/** Codes of authenticators and recovery codes. */
export function secondFactorRoutes(context: AuthenticationContext): readonly Route[] {
  const record =
    (action: AuditAction, { principal, actor }: Signed) =>
    async (tx: Tx) => {
      const subject = userSubject({ id: principal.userId, email: principal.email });
      await context.audit.record(tx, { action, actor, subject });
    };
  return [
    route(operations.enableTwoFactor, ({ body, caller, headers }) =>
      doConfirmed(
        context,
        { path: '/two-factor/enable', body, headers, ...caller },
        record('two_factor.prepared', caller),
      ),
    ),
    route(operations.disableTwoFactor, ({ body, caller, headers }) =>
      doConfirmed(context, { path: '/two-factor/disable', body, headers, ...caller }, async (tx) => {
        await record('two_factor.disabled', caller)(tx);
        await tell(context, tx, { ...caller, letterOf: twoFactorDisabledLetter });
      }),
    ),
    route(operations.getTotpUri, ({ body, caller, headers }) =>
      doConfirmed(context, { path: '/two-factor/get-totp-uri', body, headers, ...caller }, () =>
        Promise.resolve(),
      ),
    ),
    route(operations.generateBackupCodes, ({ body, caller, headers }) =>
      doConfirmed(
        context,
        { path: '/two-factor/generate-backup-codes', body, headers, ...caller },
        async (tx) => {
          await record('two_factor.codes_renewed', caller)(tx);
          await tell(context, tx, { ...caller, letterOf: recoveryCodesRenewedLetter });
        },
      ),
    ),
    route(operations.verifyTotp, ({ body, caller, headers }) =>
      verifyCode(context, { kind: 'totp', code: body.code, headers, ...caller }),
    ),
    route(operations.verifyBackupCode, ({ body, caller, headers }) =>
      verifyCode(context, { kind: 'recovery_code', code: body.code, headers, ...caller }),
    ),
  ];
}

function tell(
  context: AuthenticationContext,
  tx: Tx,
  { principal, actor, letterOf }: Signed & { readonly letterOf: (circumstances: Circumstances) => Letter },
): Promise<void> {
  const letter = letterOf(circumstancesOf(actor, context.clock.now()));
  return notify(context, tx, { userId: principal.userId, headerTo: principal.email, letter });
}
