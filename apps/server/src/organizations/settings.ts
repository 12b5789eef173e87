import type { PrivacyLevel } from '../queue/index.ts';

/** How an organization wants its mail to be kept. */
export interface OrganizationSettings {
  readonly privacyLevel: PrivacyLevel;
  /** 1 to 3,650; undefined: as long as the installation keeps messages. */
  readonly retentionDays: number | undefined;
  /** Whether mail tells of what is in quarantine. */
  readonly wantsDigest: boolean;
}

/** What to change; what is undefined stays. */
export interface ChangeSettings {
  readonly organizationId: string;
  readonly privacyLevel?: PrivacyLevel | undefined;
  /** Null: the installation's. */
  readonly retentionDays?: number | null | undefined;
  readonly wantsDigest?: boolean | undefined;
}

/** What changing came to; reasons are sentences without a full stop. */
export type ChangeSettingsResult =
  | { readonly kind: 'changed'; readonly settings: OrganizationSettings }
  | { readonly kind: 'unknown_organization' | 'invalid_retention'; readonly reason: string };

/** Settings of organizations, read from the database each time. */
export interface OrganizationSettingsStore {
  /** The defaults where nothing was set, for unknown organizations as well. */
  load(organizationId: string): Promise<OrganizationSettings>;
  /** Changes settings; holds for mail that arrives from then on. All processes hear of it. */
  change(input: ChangeSettings): Promise<ChangeSettingsResult>;
}

/** The same from memory: what `load` gives is a few seconds old at most. Disposing it stops listening for changes. */
export interface OrganizationSettingsReader extends OrganizationSettingsStore, AsyncDisposable {}
