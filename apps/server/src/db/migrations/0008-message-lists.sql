-- old nodes: may keep running, but wait while the indexes are made: some 15 s for a million deliveries, in which mail is asked to come again (451)

-- What lists of messages go by, each in the order of messages. All are partial: a forward that is taken at its first attempt enters the
-- first two once, at its end, and the third once, when it is queued; the fourth never.
create index deliveries_ended_of_alias on deliveries (alias_id, message_id) where finished_at is not null and alias_id is not null;
create index deliveries_ended_of_mailbox on deliveries (mailbox_id, message_id) where finished_at is not null and mailbox_id is not null;
-- The last two columns are looked at within the index: unfinished deliveries of one alias among very many of its organization.
create index deliveries_in_state on deliveries (organization_id, state, message_id, alias_id, mailbox_id)
  where state in ('queued', 'deferred', 'held', 'bounced', 'expired', 'discarded', 'released', 'cancelled');
create index deliveries_of_other_kinds on deliveries (organization_id, kind, message_id) where kind <> 'forward';
