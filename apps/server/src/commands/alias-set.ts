import { formatAddress } from '@smtpy/mail';
import { pinnings, type Alias } from '../aliases/index.ts';
import { forwardingModes } from '../domains/index.ts';
import { modeText, readMode } from './alias-add.ts';
import { readExpiry, readMessageCount } from './alias-limits.ts';
import { expiryText } from './alias-text.ts';
import { aliasJson } from './json.ts';
import { defineDatabaseCommand } from './on-database.ts';
import { findAlias } from './owner.ts';

const onOff = ['on', 'off'] as const;

/** Changes an alias. */
export const aliasSet = defineDatabaseCommand({
  name: 'alias set',
  summary: 'Change what an alias forwards, how, where to and for how long',
  details:
    'What is not given stays. Mail that is accepted already leaves as it was planned. An alias that has expired does what one that is ' +
    'switched off does (`alias disable`); its owner can still answer.',
  operands: [{ name: 'LOCAL@DOMAIN', text: 'the alias' }],
  options: {
    mode: { kind: 'text', choices: forwardingModes, text: modeText },
    name: {
      kind: 'text',
      placeholder: 'NAME',
      mayBeEmpty: true,
      text: 'the name that replies show beside the address; "" for none',
    },
    to: {
      kind: 'list',
      placeholder: 'MAILBOX[,MAILBOX]',
      text: 'all mailboxes that it forwards to from now on, confirmed ones of the same organization',
    },
    expires: {
      kind: 'text',
      placeholder: 'DATE|never',
      text: 'when it stops: a date (its end in UTC), an instant such as 2030-12-31T18:00Z, or never',
    },
    'max-messages': {
      kind: 'text',
      placeholder: 'N|unlimited',
      text: 'how many more messages it forwards before it stops',
    },
    pinning: {
      kind: 'text',
      choices: pinnings,
      text: "what happens to mail of senders' domains that are no pin: nothing (off), they become one (learn), the owner is told (notify), it waits for the owner (hold)",
    },
    preview: { kind: 'text', choices: onOff, text: 'whether each message waits until its owner has seen it' },
    plus: { kind: 'text', choices: onOff, text: 'whether LOCAL+anything@DOMAIN is taken as well' },
  },
  examples: [
    'smtpy alias set shop@example.com --mode adaptive --name "The Shop"',
    'smtpy alias set party@example.com --expires 2030-12-31 --max-messages 20',
  ],
  run: async (installation, { operands: [address = ''], options }) => {
    const isGiven = Object.values(options).some((value) => value !== undefined && value.length > 0);
    if (!isGiven && options.name !== '')
      return { kind: 'misused', reason: 'There is nothing to change', hint: 'See: smtpy alias set --help' };
    const expiry = readExpiry(options.expires);
    if (expiry.kind === 'misused') return expiry;
    const count = readMessageCount(options['max-messages']);
    if (count.kind === 'misused') return count;
    const found = await findAlias(installation, address);
    if (found.kind === 'refused') return found;
    const { organizationId, id: aliasId } = found.value;
    const result = await installation.aliases.changeAlias({
      organizationId,
      aliasId,
      mode: readMode(options.mode),
      displayName: options.name,
      mailboxAddresses: options.to.length === 0 ? undefined : options.to,
      expiresAt: expiry.value,
      messagesLeft: count.value,
      pinning: pinnings.find((pinning) => pinning === options.pinning),
      holdsForPreview: readSwitch(options.preview),
      plusAddressing: readSwitch(options.plus),
    });
    if (result.kind !== 'changed') return { kind: 'refused', reason: result.reason };
    return { kind: 'done', text: describe(result.alias), data: aliasJson(result.alias) };
  },
});

function readSwitch(text: string | undefined): boolean | undefined {
  return text === undefined ? undefined : text === 'on';
}

/** What holds now, as far as it is not as with every alias. */
function describe(alias: Alias): string {
  const expiry = expiryText(alias);
  const facts = [
    `forwards in mode ${alias.mode} to ${alias.mailboxes.map(formatAddress).join(', ')}`,
    ...(alias.displayName === undefined ? [] : [`shown as "${alias.displayName}"`]),
    ...(expiry === undefined ? [] : [`expires ${expiry}`]),
    ...(alias.pinning === 'off' ? [] : [`pinning ${alias.pinning}`]),
    ...(alias.holdsForPreview ? ['each message waits for its owner'] : []),
    ...(alias.plusAddressing ? [] : ['no plus-addressing']),
  ];
  return `Alias ${formatAddress(alias.address)} ${facts.join('; ')}.`;
}
