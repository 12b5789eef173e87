import type { ReplyTable } from './reply.ts';

/** Replies to MAIL and RCPT. */
export const envelopeReplies = {
  senderSyntax: {
    code: 501,
    enhanced: '5.1.7',
    text: 'Sender address is not valid',
    when: 'The reverse path of MAIL is no address, and not the null one.',
  },
  recipientSyntax: {
    code: 501,
    enhanced: '5.1.3',
    text: 'Recipient address is not valid',
    when: 'The path of RCPT is no address.',
  },
  tooManyRecipients: {
    code: 452,
    enhanced: '4.5.3',
    text: 'Too many recipients, send the rest in another transaction',
    when: 'The transaction has as many recipients as it may have.',
  },
  relayingDenied: {
    code: 550,
    enhanced: '5.7.1',
    text: 'Relaying denied',
    when: 'The domain of the recipient is none of ours, or the local part asks to send the mail on to elsewhere.',
  },
  mailboxUnknown: {
    code: 550,
    enhanced: '5.1.1',
    text: 'No such address here',
    when: 'The address does not exist, was deleted, or (for who is logged in) is the reply address of another alias.',
  },
  noPostmaster: {
    code: 550,
    enhanced: '5.1.1',
    text: 'No postmaster address is set up here, write to postmaster@ the domain concerned',
    when: 'The recipient is the bare "Postmaster", and no alias stands behind it.',
  },
  mailboxDisabled: {
    code: 550,
    enhanced: '5.2.1',
    text: 'This address takes no mail',
    when: 'The alias is switched off, and its owner has mail for it refused. Replies through its reply addresses still go out.',
  },
  aliasExpired: {
    code: 550,
    enhanced: '5.2.1',
    text: 'This address takes no more mail',
    when: 'The alias has expired, by its date or its number of messages, and its owner has mail for it refused.',
  },
  senderBlocked: {
    code: 550,
    enhanced: '5.7.1',
    text: 'This address takes no mail from you',
    when: 'The owner of the alias has blocked the reverse path or the author, and nothing allows them.',
  },
  senderBlockedHere: {
    code: 421,
    enhanced: '4.7.1',
    text: 'Mail from this sender is not taken at the moment, ask the postmaster',
    when: 'The operator has blocked the sender. Temporary, so that a mistake can be corrected while the sender still tries; 450 where the transaction has other recipients.',
  },
  clientListed: {
    code: 421,
    enhanced: '4.7.1',
    text: 'Your address is on a block list, ask for its removal and try again',
    when: 'A DNS block list has the address of the client. Temporary, so that a mistake can be corrected; 450 where the transaction has other recipients.',
  },
  tooMuchFromClient: {
    code: 450,
    enhanced: '4.7.1',
    text: 'Too much mail from your address, try again later',
    when: 'The limit per client is used up (`SMTPY_LIMIT_PER_CLIENT`).',
  },
  tooMuchFromSender: {
    code: 450,
    enhanced: '4.7.1',
    text: 'Too much mail from this sender, try again later',
    when: 'The limit per sender is used up (`SMTPY_LIMIT_PER_SENDER`).',
  },
  tooMuchForAddress: {
    code: 450,
    enhanced: '4.2.1',
    text: 'Too much mail for this address, try again later',
    when: 'The limit of the alias, of its organization, or of the aliases that a catch-all makes is used up.',
  },
  mailboxUnconfirmed: {
    code: 450,
    enhanced: '4.2.1',
    text: 'This address has no confirmed destination yet, try again later',
    when: 'None of the mailboxes of the alias is confirmed: the mail would have nowhere to go.',
  },
  mailboxPaused: {
    code: 450,
    enhanced: '4.2.1',
    text: 'This address cannot take mail at the moment, try again later',
    when: 'All mailboxes of the alias are paused after repeated failures; a probe finds out when they work again.',
  },
  domainSuspended: {
    code: 450,
    enhanced: '4.2.1',
    text: 'Mail for this domain is suspended, try again later',
    when: 'The operator has suspended the domain.',
  },
  returnPathForged: {
    code: 550,
    enhanced: '5.7.1',
    text: 'This return path was not made here',
    when: 'The address has the form of one of our return paths (VERP, SRS0 or SRS1), and its signature is wrong.',
  },
  returnPathExpired: {
    code: 550,
    enhanced: '5.1.1',
    text: 'This return path has expired',
    when: 'The return path was ours; its time is over, or its delivery is no longer known.',
  },
  senderNotYours: {
    code: 550,
    enhanced: '5.7.1',
    text: 'Authenticated for another address',
    when: 'Submission: From is not the alias whose password was used.',
  },
} as const satisfies ReplyTable;
