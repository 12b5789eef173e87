import { Component, computed, effect, inject, input, linkedSignal, signal, untracked } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { toFailure, type Failure } from '../../../shared/data/failure.ts';
import { Session } from '../../../shared/data/session.ts';
import { FormFailure } from '../../../shared/ui/form-failure.ts';
import { PageHeader } from '../../../shared/ui/page-header.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { pageTitle } from '../../../shared/util/page-titles.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';
import { loadAllMailboxes, type Rule } from '../data/all-pages.ts';
import { RuleEdit } from '../data/rule-edit.ts';
import { ruleWording } from '../data/rule-wording.ts';
import { ActionsForm } from '../ui/actions-form.ts';
import type { PickedAlias } from '../../../shared/ui/alias-picker.ts';
import { ConditionGroup } from '../ui/condition-group.ts';
import { RuleBasics } from '../ui/rule-basics.ts';
import { RuleTester } from '../ui/rule-tester.ts';
import { toDefinition, toDraft } from '../util/definition.ts';
import { newRule, type RuleDraft } from '../util/draft.ts';
import { findFaults, placeFaults, type Faults } from '../util/faults.ts';
import { describeRule } from '../util/sentence.ts';

/** Writes a rule: name and scope, conditions, actions; beside it the rule in words, and the tester with the rule as it stands here. */
@Component({
  selector: 'app-rule-editor',
  imports: [ActionsForm, ConditionGroup, FormFailure, PageHeader, RouterLink, RuleBasics, RuleTester],
  template: `<div class="page">
    <app-page-header [title]="heading()" [back]="{ path: '/rules', label: t('rules.title') }">
      <a class="btn" routerLink="/rules">{{ canWrite() ? t('action.cancel') : t('action.close') }}</a>
      @if (canWrite()) {
        <button type="submit" form="rule-form" class="btn primary" [disabled]="isSaving()">
          {{ t(isNew() ? 'rules.action.create' : 'action.save') }}
        </button>
      }
    </app-page-header>
    @if (isUnreadable()) {
      <div class="callout warning">{{ t('rules.unreadable_text') }}</div>
    }
    <app-form-failure [of]="failure()" />
    <div class="grid grid-cols-1 items-start gap-6 xl:grid-cols-[minmax(0,1fr)_400px]">
      <form class="min-w-0" id="rule-form" novalidate (submit)="$event.preventDefault(); save()">
        <fieldset class="m-0 grid min-w-0 grid-cols-1 gap-6 border-0 p-0" [disabled]="!canWrite()">
          <legend class="sr-only">{{ heading() }}</legend>
          <app-rule-basics
            class="card padded"
            [name]="name()"
            [nameFault]="nameFault()"
            [isNew]="isNew()"
            [isForAlias]="isForAlias()"
            [alias]="alias()"
            [aliasFault]="aliasFault()"
            [isEnabled]="isEnabled()"
            [isDisabled]="!canWrite()"
            (named)="name.set($event)"
            (scoped)="isForAlias.set($event)"
            (aliasPicked)="alias.set($event)"
            (switched)="isEnabled.set($event)"
          />
          <section class="card padded grid grid-cols-1 gap-4" aria-labelledby="rule-when">
            <div>
              <h2 class="m-0" id="rule-when">{{ t('rules.builder.when') }}</h2>
              @if (draft().root.items.length === 0) {
                <p class="m-0 mt-1 text-muted">{{ t('rules.builder.every') }}</p>
              }
            </div>
            <app-condition-group
              [group]="draft().root"
              [faults]="faults()"
              (changed)="draft.set({ root: $event, actions: draft().actions })"
            />
          </section>
          <section class="card padded grid grid-cols-1 gap-4" aria-labelledby="rule-what">
            <h2 class="m-0" id="rule-what">{{ t('rules.builder.what') }}</h2>
            <app-actions-form
              [actions]="draft().actions"
              [mailboxes]="mailboxes.value() ?? []"
              [faults]="faults()"
              (changed)="draft.set({ root: draft().root, actions: $event })"
            />
          </section>
        </fieldset>
      </form>
      <div class="grid min-w-0 grid-cols-1 gap-6 xl:sticky xl:top-20">
        <section class="card padded grid gap-2" aria-labelledby="rule-words">
          <h2 class="m-0" id="rule-words">{{ t('rules.builder.words') }}</h2>
          <p class="m-0">{{ sentence() }}</p>
        </section>
        <section class="card padded grid grid-cols-1 gap-4" aria-labelledby="rule-test">
          <div>
            <h2 class="m-0" id="rule-test">{{ t('rules.builder.test') }}</h2>
            <p class="m-0 mt-1 text-[13px] text-muted">{{ t('rules.builder.test_text') }}</p>
          </div>
          <app-rule-tester
            [wording]="wording()"
            [definition]="definition()"
            [replaces]="isNew() ? undefined : rule()?.id"
            [forAlias]="scope()"
          />
        </section>
      </div>
    </div>
  </div>`,
})
export class RuleEditor {
  /** The rule, or the one that a new rule begins as a copy of. */
  readonly rule = input<Rule>();
  readonly isNew = input.required<boolean>();
  readonly forAlias = input<PickedAlias>();
  protected readonly t = inject(Words).t;
  readonly #edit = inject(RuleEdit);
  readonly #router = inject(Router);
  readonly #toasts = inject(ToastList);
  readonly #session = inject(Session);
  readonly #zone = inject(Formats).timeZone;
  protected readonly mailboxes = loadAllMailboxes();
  protected readonly wording = ruleWording(this.mailboxes.value);
  protected readonly canWrite = computed(() => this.#session.can('rules:write'));

  protected readonly name = linkedSignal(() => {
    const name = this.rule()?.name ?? '';
    return name !== '' && this.isNew() ? this.t('rules.copy_of', { name }) : name;
  });
  protected readonly alias = linkedSignal(() => this.forAlias());
  protected readonly isForAlias = linkedSignal(() => this.forAlias() !== undefined);
  /** The alias that the rule is for; undefined: for all. */
  protected readonly scope = computed(() => (this.isForAlias() ? this.alias() : undefined));
  protected readonly isEnabled = linkedSignal(() => this.rule()?.is_enabled ?? true);
  protected readonly draft = linkedSignal<RuleDraft>(() => {
    const definition = this.rule()?.definition;
    const zone = untracked(this.#zone);
    return definition ? toDraft(definition, zone) : newRule(zone);
  });
  protected readonly definition = computed(() => toDefinition(this.draft()));
  protected readonly sentence = computed(() => describeRule(this.definition(), this.wording()));
  protected readonly heading = computed(() =>
    this.isNew() ? this.t('rules.new_title') : (this.rule()?.name ?? ''),
  );
  protected readonly isUnreadable = computed(() => this.rule()?.definition === null);

  /** What was found by the last try to save; until then nobody is told of what is only half written. */
  readonly #hasTried = signal(false);
  readonly #told = signal<Faults>(new Map());
  protected readonly faults = computed<Faults>(() =>
    this.#hasTried() ? new Map([...this.#told(), ...findFaults(this.draft())]) : new Map(),
  );
  protected readonly nameFault = computed(() =>
    this.#hasTried() && this.name().trim() === '' ? this.t('fault.required') : undefined,
  );
  protected readonly aliasFault = computed(() =>
    this.#hasTried() && this.isForAlias() && this.alias() === undefined
      ? this.t('fault.required')
      : undefined,
  );
  protected readonly failure = signal<Failure | undefined>(undefined);
  protected readonly isSaving = signal(false);
  /** What was there before anything was changed. */
  #before: string | undefined;
  #isSaved = false;

  constructor() {
    pageTitle(() => this.heading());
    effect(() => {
      this.rule();
      this.#before = untracked(() => this.#written());
    });
    effect(() => {
      // What the server said was about the rule as it was then.
      this.draft();
      untracked(() => this.#told.set(new Map()));
    });
  }

  /** Whether something was changed and not saved. */
  hasUnsaved(): boolean {
    return !this.#isSaved && this.canWrite() && this.#written() !== this.#before;
  }

  protected async save(): Promise<void> {
    this.#hasTried.set(true);
    this.failure.set(undefined);
    const others = this.nameFault() ?? this.aliasFault();
    if (this.faults().size > 0 || others !== undefined) {
      this.#focusFault();
      return;
    }
    this.isSaving.set(true);
    try {
      await this.#send();
      this.#isSaved = true;
      this.#toasts.done(this.t(this.isNew() ? 'rules.created' : 'rules.saved'));
      await this.#router.navigateByUrl('/rules');
    } catch (error) {
      this.#show(toFailure(error));
    } finally {
      this.isSaving.set(false);
    }
  }

  async #send(): Promise<void> {
    const content = { name: this.name(), isEnabled: this.isEnabled(), definition: this.definition() };
    const rule = this.rule();
    if (this.isNew() || rule === undefined) await this.#edit.create(content, this.scope()?.id ?? null);
    else await this.#edit.change(rule.id, content);
  }

  #show(failure: Failure): void {
    const messages = failure.faults
      .filter(({ path }) => path === 'body.definition')
      .map(({ message }) => message);
    const { faults, rest } = placeFaults(this.draft(), messages);
    this.#told.set(faults);
    if (faults.size === 0 || rest.length > 0) this.failure.set(failure);
    this.#focusFault();
  }

  #focusFault(): void {
    setTimeout(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  }

  #written(): string {
    return JSON.stringify([this.name(), this.scope()?.id, this.isEnabled(), this.definition()]);
  }
}
