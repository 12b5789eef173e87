import { computed, inject, Injectable, signal } from '@angular/core';
import { isAtLeast, roleFor, type Answer, type Permission } from '@smtpy/contract/web';
import { Theme } from '../util/theme.ts';
import { Words } from '../util/words.ts';
import { Api } from './api.ts';
import { CurrentOrganization } from './current-organization.ts';
import { forgetPrivate } from '../util/stored.ts';
import { toFailure, type Failure } from './failure.ts';

/** A person as the server tells. */
export type Account = Answer<'getAccount'>;

/**
 * Who looks at the pages.
 *
 *     unknown ──► signed_out ◄──► signed_in
 *        └──────► unreachable ──► (asked again) any of the others
 *
 * A server that fails never signs anyone out: who was signed in stays so, and what is shown says that the server is away. Where any call is
 * refused because nobody is signed in, the session is asked for anew, and so is it where a role turned out to be too low.
 */
export type SessionState =
  | { readonly kind: 'unknown' }
  | {
      readonly kind: 'signed_out';
      /** Whether the session ended without being asked to from here: in another tab, by its age, by somebody with the right to. */
      readonly isLost: boolean;
    }
  | { readonly kind: 'signed_in'; readonly account: Account }
  | { readonly kind: 'unreachable'; readonly failure: Failure };

/** After an answer that the role is too low the account is asked for; not again within this time, milliseconds. */
const roleCheckMs = 30_000;

/** Who is signed in, in which organization, and what the role there allows. */
@Injectable({ providedIn: 'root' })
export class Session {
  readonly #api = inject(Api);
  readonly #organization = inject(CurrentOrganization);
  readonly #words = inject(Words);
  readonly #theme = inject(Theme);
  readonly #state = signal<SessionState>({ kind: 'unknown' });
  #loading: Promise<SessionState> | undefined;
  #roleCheckedAt = Number.NEGATIVE_INFINITY;

  readonly state = this.#state.asReadonly();
  /** The person who is signed in. */
  readonly account = computed(() => {
    const state = this.#state();
    return state.kind === 'signed_in' ? state.account : undefined;
  });
  /** The organization that is shown, with the person's role in it. */
  readonly organization = computed(() => {
    const organizations = this.account()?.organizations ?? [];
    return organizations.find(({ id }) => id === this.#organization.id()) ?? organizations[0];
  });

  /** Whose data are shown: another text for each person and organization. Undefined: nobody's. */
  readonly scope = computed(() => {
    const account = this.account();
    return account === undefined ? undefined : `${account.id}/${this.organization()?.id ?? ''}`;
  });

  constructor() {
    this.#api.whenRefused((failure) => this.#doubt(failure));
  }

  /** Whether the role in the organization allows something. The server decides anew with each request. */
  can(permission: Permission): boolean {
    const organization = this.organization();
    return organization !== undefined && isAtLeast(organization.role, roleFor(permission));
  }

  /** Asks the server who this is, unless it is known. */
  ensure(): Promise<SessionState> {
    const state = this.#state();
    if (state.kind === 'signed_in' || state.kind === 'signed_out') return Promise.resolve(state);
    return this.load();
  }

  /** Asks the server who this is. Several who ask at once share one answer. */
  load(): Promise<SessionState> {
    this.#loading ??= this.#ask().finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  /** The person signed out here. What was remembered of the work goes with the session. */
  end(): void {
    this.#close({ isLost: false });
  }

  /** Takes what the server answered about the person. */
  take(account: Account): void {
    this.#state.set({ kind: 'signed_in', account });
    const isMember = account.organizations.some(({ id }) => id === this.#organization.id());
    if (!isMember) this.#organization.choose(account.organizations[0]?.id);
  }

  async #ask(): Promise<SessionState> {
    try {
      // Answers 200 to those who are signed out as well, so that a visit of the landing page is no error.
      const session = await this.#api.call('getSession', {}, { isPersonal: true });
      if (session === null) this.#lose();
      else await this.#welcome(await this.#api.call('getAccount', {}, { isPersonal: true }));
    } catch (error) {
      this.#fail(toFailure(error));
    }
    return this.#state();
  }

  async #welcome(account: Account): Promise<void> {
    this.take(account);
    const { theme, language } = account.preferences;
    if (theme !== 'system') this.#theme.choose(theme);
    if (language !== 'system' && language !== this.#words.language()) await this.#words.choose(language);
  }

  #fail(failure: Failure): void {
    if (failure.code === 'unauthenticated') this.#lose();
    else if (this.#state().kind !== 'signed_in') this.#state.set({ kind: 'unreachable', failure });
  }

  #lose(): void {
    const state = this.#state();
    if (state.kind !== 'signed_out') this.#close({ isLost: state.kind === 'signed_in' });
  }

  #close({ isLost }: { readonly isLost: boolean }): void {
    forgetPrivate();
    this.#state.set({ kind: 'signed_out', isLost });
  }

  /** What a call was refused for may be news about the session: the server is asked, whose word on it counts. */
  #doubt({ code }: Failure): void {
    if (this.#state().kind !== 'signed_in' || this.#loading !== undefined) return;
    if (code === 'unauthenticated') void this.load();
    if (code !== 'role_insufficient' || performance.now() - this.#roleCheckedAt < roleCheckMs) return;
    this.#roleCheckedAt = performance.now();
    void this.load();
  }
}
