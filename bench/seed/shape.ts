/** How much is made, and when it happened. */
export interface SeedShape {
  readonly organizations: number;
  readonly aliases: number;
  readonly messages: number;
  /** In all; what messages leave of it are refusals. */
  readonly events: number;
  /** What part of the messages and of the aliases the biggest organization has; between 0 and 1. */
  readonly biggestShare: number;
  /** Everything that is drawn follows from it. */
  readonly seed: number;
  /** Days of mail. */
  readonly days: number;
  /** The present of the data. */
  readonly until: Date;
}

/** One organization of the plan; numbers count over all organizations. */
export interface SeedOrganization {
  readonly rank: number;
  readonly firstAlias: number;
  readonly aliasCount: number;
  readonly firstDomain: number;
  readonly domainCount: number;
  readonly firstMailbox: number;
  readonly mailboxCount: number;
}

/**
 * Organizations by a power law: the first has `biggestShare`, of the rest the n-th has as many as n^(-2/3) of all. Each has three
 * aliases at least, so a small seed may have some more than were asked for.
 */
export function planOrganizations({
  organizations,
  aliases,
  biggestShare,
}: SeedShape): readonly SeedOrganization[] {
  const others = organizations - 1;
  const share = (index: number): number => Math.cbrt(index / others);
  let firstAlias = 0;
  let firstDomain = 0;
  let firstMailbox = 0;
  return Array.from({ length: organizations }, (_, index) => {
    const part = index === 0 ? biggestShare : (1 - biggestShare) * (share(index) - share(index - 1));
    const aliasCount = Math.max(3, Math.round(aliases * part));
    const domainCount = Math.min(20, 1 + Math.floor(aliasCount / 2_000));
    const mailboxCount = Math.min(200, 1 + Math.floor(aliasCount / 200));
    const made = {
      rank: index + 1,
      firstAlias,
      aliasCount,
      firstDomain,
      domainCount,
      firstMailbox,
      mailboxCount,
    };
    firstAlias += aliasCount;
    firstDomain += domainCount;
    firstMailbox += mailboxCount;
    return made;
  });
}
