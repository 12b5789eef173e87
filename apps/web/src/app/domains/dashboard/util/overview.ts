import type { Answer } from '@smtpy/contract/web';

/** The dashboard as the server tells it. */
export type Overview = Answer<'getStatisticsDashboard'>;

/** Whether nothing ever happened here: no alias, no mail of the week, nothing that waits. */
export function seemsNew({ active_aliases, attention, days, forwarded_yesterday }: Overview): boolean {
  const { held, failed_24h, domain_count, mailbox_count } = attention;
  const hasMail = days.some(
    (day) => day.delivered + day.bounced + day.held + day.discarded + day.refused > 0,
  );
  return (
    active_aliases + held + failed_24h + domain_count + mailbox_count + forwarded_yesterday === 0 && !hasMail
  );
}
