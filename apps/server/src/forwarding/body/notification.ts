import { replyMap, type ReplyAddresses } from './address-map.ts';
import { isAsciiCompatible, type KnownPositionEditor } from './known-position.ts';
import { replaceAddresses } from './replace-addresses.ts';

// RFC 8098 §3, RFC 3464 §2, and RFC 6533 for both in UTF-8.
const notificationType = /^message\/(?:global-)?(?:disposition-notification|delivery-status)$/;

/**
 * Fields that name the program or host of the owner. None of them is required (RFC 8098 §3.2, RFC 3464 §2.2 and §2.3), and User-Agent and
 * Received do not leave with a reply either. With the lines that continue them, which the pattern takes one after the other.
 */
const hostField =
  /^(?:Reporting-UA|MDN-Gateway|DSN-Gateway|Received-From-MTA|Remote-MTA|X-[!-9;-~]{1,80})[ \t]{0,9}:[^\n]*\n?(?:[ \t][^\n]*\n?)*/gim;
// RFC 3464 §2.2.2 requires it.
const reportingMta = /^(Reporting-MTA[ \t]{0,9}:[ \t]{0,9})[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*/gim;

/** Whether the type is that of a receipt or report for programs. */
export function isNotification(contentType: string): boolean {
  return notificationType.test(contentType);
}

/** Read receipts, and reports like them: a program wrote every line. */
export function notificationForReply(addresses: ReplyAddresses): KnownPositionEditor {
  const map = replyMap(addresses);
  return {
    wants: ({ contentType, charset }) => isNotification(contentType) && isAsciiCompatible(charset),
    edit: ({ content }) => {
      const octets = content.toString('latin1');
      const withoutHosts = octets
        .replace(hostField, '')
        .replace(reportingMta, (_, name: string) => `${name}dns; ${addresses.aliasAddress.domain}`);
      const result = replaceAddresses(withoutHosts, map, 'text');
      if (result.octets === octets) return undefined;
      const changes = result.replaced.map((what) => `${what} in a receipt`);
      if (withoutHosts !== octets) changes.push('program and host in a receipt');
      return { content: Buffer.from(result.octets, 'latin1'), changes };
    },
  };
}
