import { inject, Injectable } from '@angular/core';
import type { Answer, Scope } from '@smtpy/contract/web';
import { Api } from '../../../shared/data/api.ts';
import type { ItemOf } from '../../../shared/data/paged.ts';
import { graceUntil, isExpired } from '../util/key-expiry.ts';

/** A key without its text. */
export type ApiKey = ItemOf<'listKeys'>;
/** A key with its text, which is there once. */
export type CreatedKey = Answer<'createKey'>;

/** What a key is made of. */
export interface NewKey {
  readonly name: string;
  /** Null: whatever the member may do. */
  readonly scopes: readonly Scope[] | null;
  /** Null: it never expires. */
  readonly expires_at: string | null;
}

/** API keys of the organization. Each call throws a Failure where the server refuses. */
@Injectable({ providedIn: 'root' })
export class ApiKeys {
  readonly #api = inject(Api);

  create({ scopes, ...rest }: NewKey): Promise<CreatedKey> {
    return this.#api.call('createKey', { body: { ...rest, scopes: scopes === null ? null : [...scopes] } });
  }

  change(
    id: string,
    change: { readonly name?: string; readonly expires_at?: string | null },
  ): Promise<ApiKey> {
    return this.#api.call('changeKey', { params: { key_id: id }, body: change });
  }

  async revoke(id: string): Promise<void> {
    await this.#api.call('deleteKey', { params: { key_id: id } });
  }

  /** Lets a key that was replaced live for a day more, so that programs can change over. */
  async retire(old: ApiKey): Promise<void> {
    const now = Date.now();
    if (!isExpired(old.expires_at, now))
      await this.change(old.id, { expires_at: graceUntil(old.expires_at, now) });
  }
}
