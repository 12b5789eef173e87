/** The sender of a message as it lies with the content, where the message does not keep it; null where it does. */
export interface WorkingSender {
  readonly mailFrom: string;
  readonly headerFrom: string | null;
}

/**
 * {@link WorkingSender} of the message `m`, for a select list. Nearly every message keeps its sender, and then nothing is looked up. Null as
 * well when the content is gone, and the sender with it. The null sender is kept at every level.
 */
export const workingSenderSql = `case when m.privacy_level is not null then (
    select jsonb_build_object('mailFrom', case when m.mail_from = '' then '' else c.mail_from end, 'headerFrom', c.header_from)
    from contents c where c.id = m.content_id and c.mail_from is not null
  ) end as sender`;
