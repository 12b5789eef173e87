import { facts, formatInstant, paragraph, type Letter } from '../followups/index.ts';

/** Where and with what something was done, for those who read of it. */
export interface Circumstances {
  readonly at: Date;
  readonly ip: string | undefined;
  readonly userAgent: string | undefined;
}

const notYou =
  'If this was not you, set a new password at once: it ends all sessions. Passkeys and API keys go on working after it: remove those that you do not know.';

function link(label: string, url: string): Letter['blocks'][number] {
  return { kind: 'link', label, url };
}

function circumstances({ at, ip, userAgent }: Circumstances): Letter['blocks'][number] {
  return facts([
    ['When', formatInstant(at)],
    ['From', ip],
    ['Program', userAgent?.slice(0, 200)],
  ]);
}

/** To a new user, or one who asked for the link again. */
export function verifyEmailLetter(url: string): Letter {
  return {
    subject: 'Confirm your email address',
    blocks: [
      paragraph(
        'Somebody, most likely you, registered with this address. Confirm that it is yours, and you can sign in.',
      ),
      link('Confirm the address', url),
      paragraph(
        'The link works once, for 24 hours. If it was not you, do nothing: without it nobody can sign in with your address.',
      ),
    ],
  };
}

/** To a new user whose chosen username somebody else has. */
export function usernameTakenLetter(username: string): Letter {
  return {
    subject: 'Your username was taken already',
    blocks: [
      paragraph(
        `You registered with the username ${username}, which somebody else has. Your account was made without one: sign in with your email address, and choose another username in your profile if you like.`,
      ),
    ],
  };
}

/** To a user with whose address somebody wanted to register. */
export function alreadyRegisteredLetter(url: string): Letter {
  return {
    subject: 'You have an account already',
    blocks: [
      paragraph(
        'Somebody, maybe you, wanted to register with this address. There is an account with it already, so no other one was made, and whoever it was did not learn of this.',
      ),
      paragraph('If it was you and you forgot the password, or never set one yourself, set a new one:'),
      link('Set a new password', url),
      paragraph('The link works once, for an hour. If it was not you, there is nothing that you have to do.'),
    ],
  };
}

/** To the address that somebody who has an account wants to change to, and that is somebody else's. */
export function addressInUseLetter(): Letter {
  return {
    subject: 'Your address was given for another account',
    blocks: [
      paragraph(
        'The owner of another account wanted to change its email address to this one, which is that of your account. Nothing was changed, and whoever it was did not learn of this. There is nothing that you have to do.',
      ),
    ],
  };
}

/** To who forgot the password. */
export function resetPasswordLetter(url: string): Letter {
  return {
    subject: 'Set a new password',
    blocks: [
      paragraph('Somebody, most likely you, asked for a link to set a new password.'),
      link('Set a new password', url),
      paragraph(
        'The link works once, for an hour. If it was not you, do nothing: your password stays as it is.',
      ),
    ],
  };
}

/** To the new address. */
export function confirmNewEmailLetter(url: string): Letter {
  return {
    subject: 'Confirm your new email address',
    blocks: [
      paragraph(
        'You asked to change the email address of your account to this one. Confirm that it is yours, and the change is made.',
      ),
      link('Confirm the address', url),
      paragraph('The link works once, for 24 hours. If it was not you, do nothing.'),
    ],
  };
}

/** To the present address, before anything changed. */
export function emailChangeRequestedLetter(newEmail: string, input: Circumstances): Letter {
  return {
    subject: 'Your email address is about to change',
    blocks: [
      paragraph(
        `Somebody, most likely you, asked to change the email address of your account to ${newEmail}. It changes when the link that was sent there is followed, within 24 hours.`,
      ),
      circumstances(input),
      paragraph(`${notYou} With a new password, the link to the other address stops working as well.`),
    ],
  };
}

/** To the old address. */
export function emailChangedLetter(newEmail: string, input: Circumstances): Letter {
  return {
    subject: 'Your email address was changed',
    blocks: [
      paragraph(
        `The email address of your account is ${newEmail} from now on. This address is not used for it any more.`,
      ),
      circumstances(input),
      paragraph('If this was not you, ask the operator of this server for help at once.'),
    ],
  };
}

/** What a new password leaves as it is, and who knew the old one may have made. */
export interface LastingAccess {
  readonly passkeys: number;
  readonly apiKeys: number;
}

/** To the owner, after a new password was set with a link. */
export function passwordResetLetter({ passkeys, apiKeys }: LastingAccess, input: Circumstances): Letter {
  return {
    subject: 'Your password was changed',
    blocks: [
      paragraph('A new password was set for your account with a link by mail, and all sessions were ended.'),
      paragraph(
        passkeys + apiKeys === 0
          ? 'Your account has no passkeys and no API keys.'
          : 'These go on working as before. If somebody else knew the old password, look through them and remove those that you do not know.',
      ),
      facts([
        ['Passkeys', String(passkeys)],
        ['API keys', String(apiKeys)],
      ]),
      circumstances(input),
      paragraph(notYou),
    ],
  };
}

/** To the owner. */
export function passkeyAddedLetter(name: string | undefined, input: Circumstances): Letter {
  return {
    subject: 'A passkey was added to your account',
    blocks: [
      paragraph('With it, and without the password, one can sign in to your account from now on.'),
      facts([['Passkey', name]]),
      circumstances(input),
      paragraph(`If this was not you, remove the passkey. ${notYou}`),
    ],
  };
}

/** To the owner. */
export function twoFactorEnabledLetter(input: Circumstances): Letter {
  return {
    subject: 'Two-factor sign-in was switched on',
    blocks: [
      paragraph(
        'From now on signing in with the password asks for a code of your authenticator, or for one of the recovery codes. Keep these where you find them without the authenticator.',
      ),
      circumstances(input),
      paragraph(notYou),
    ],
  };
}

/** To the owner. */
export function recoveryCodesRenewedLetter(input: Circumstances): Letter {
  return {
    subject: 'Your recovery codes were renewed',
    blocks: [
      paragraph('New recovery codes were made for your account. Those from before do not work any more.'),
      circumstances(input),
      paragraph(notYou),
    ],
  };
}

/** To the owner. */
export function passwordChangedLetter(input: Circumstances): Letter {
  return {
    subject: 'Your password was changed',
    blocks: [
      paragraph('The password of your account was changed, and other sessions were ended.'),
      circumstances(input),
      paragraph(notYou),
    ],
  };
}

/** To the owner. */
export function twoFactorDisabledLetter(input: Circumstances): Letter {
  return {
    subject: 'Two-factor sign-in was switched off',
    blocks: [
      paragraph(
        'From now on the password alone is enough to sign in to your account. The recovery codes do not work any more.',
      ),
      circumstances(input),
      paragraph(notYou),
    ],
  };
}

/** To the owner. */
export function newDeviceLetter(input: Circumstances): Letter {
  return {
    subject: 'A new sign-in to your account',
    blocks: [
      paragraph(
        'Somebody, most likely you, signed in to your account from a network or with a program that was not used in the last 30 days.',
      ),
      circumstances(input),
      paragraph(`If it was you, there is nothing that you have to do. ${notYou}`),
    ],
  };
}
