import { Component, computed, inject, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { CircleCheckBig } from 'lucide';
import { Session } from '../../../shared/data/session.ts';
import { Welcome } from '../../../shared/data/welcome.ts';
import { EmptyState } from '../../../shared/ui/empty-state.ts';
import { FailurePanel } from '../../../shared/ui/failure-panel.ts';
import { NoPermission } from '../../../shared/ui/no-permission.ts';
import { PageHeader } from '../../../shared/ui/page-header.ts';
import { Skeleton } from '../../../shared/ui/skeleton.ts';
import { urlQuery } from '../../../shared/util/url-query.ts';
import { Words } from '../../../shared/util/words.ts';
import { loadWelcomeState } from '../data/welcome-state.ts';
import { StepCard } from '../ui/step-card.ts';
import { shownStep, stepAfter, steps, type Step } from '../util/progress.ts';
import { AliasStep } from './alias-step.ts';
import { DomainStep } from './domain-step.ts';
import { MailboxStep } from './mailbox-step.ts';
import { TestStep } from './test-step.ts';

/** The first steps: domain, mailbox, alias, test. How far they are is told from what there is; which is open stands in the address. */
@Component({
  selector: 'app-welcome-page',
  imports: [
    AliasStep,
    DomainStep,
    EmptyState,
    FailurePanel,
    MailboxStep,
    NoPermission,
    PageHeader,
    RouterLink,
    Skeleton,
    StepCard,
    TestStep,
  ],
  template: `<div class="page !max-w-[820px]">
    <app-page-header [title]="t('onboarding.title')" [text]="t('onboarding.text')">
      @if (!isDone()) {
        <button type="button" class="btn" (click)="putOff()">{{ t('onboarding.later') }}</button>
      }
    </app-page-header>
    @if (!session.can('aliases:write')) {
      <app-no-permission class="card" />
    } @else if (state.progress(); as progress) {
      <ol class="m-0 grid list-none grid-cols-1 gap-3 p-0">
        @for (step of steps; track step) {
          <li>
            <app-step-card
              [step]="step"
              [number]="$index + 1"
              [state]="progress[step]"
              [isOpen]="open() === step"
              [summary]="summaries()[step]"
              (opened)="show(open() === step ? undefined : step)"
            >
              @switch (step) {
                @case ('domain') {
                  <app-domain-step
                    [usable]="state.usableDomains()"
                    [pending]="state.pendingDomains()"
                    (changed)="goOn(step)"
                    (skipped)="skip(step)"
                  />
                }
                @case ('mailbox') {
                  <app-mailbox-step
                    [mailboxes]="state.mailboxes()"
                    (changed)="goOn(step)"
                    (skipped)="skip(step)"
                  />
                }
                @case ('alias') {
                  <app-alias-step
                    [usable]="state.usableDomains()"
                    [hasMailbox]="progress.mailbox === 'done'"
                    (changed)="goOn(step)"
                    (skipped)="skip(step)"
                  />
                }
                @case ('test') {
                  <app-test-step [alias]="state.alias()" (arrived)="keepTest()" (skipped)="putOff()" />
                }
              }
            </app-step-card>
          </li>
        }
      </ol>
      @if (isDone()) {
        <app-empty-state
          class="card !py-9"
          role="status"
          [icon]="icon"
          [title]="t('onboarding.done.title')"
          [text]="t('onboarding.done.text')"
        >
          <a class="btn primary" routerLink="/dashboard">{{ t('onboarding.done.dashboard') }}</a>
          <a class="btn" routerLink="/aliases">{{ t('onboarding.done.aliases') }}</a>
        </app-empty-state>
      }
    } @else if (state.failure(); as failure) {
      <app-failure class="card" [of]="failure" (retry)="state.reload()" />
    } @else {
      <div class="grid gap-3">
        @for (step of steps; track step) {
          <app-skeleton [height]="60" />
        }
      </div>
    }
  </div>`,
})
export class WelcomePage {
  readonly #router = inject(Router);
  readonly #welcome = inject(Welcome);
  readonly #query = urlQuery('step');
  protected readonly t = inject(Words).t;
  protected readonly session = inject(Session);
  protected readonly state = loadWelcomeState();
  protected readonly steps = steps;
  protected readonly icon = CircleCheckBig;
  /** The step in which something was made last: it stays open while that waits for its records or its confirmation. */
  readonly #made = signal<Step | undefined>(undefined);
  /** Steps can all be closed. */
  readonly #isClosed = signal(false);
  protected readonly open = computed(() => {
    const progress = this.state.progress();
    if (progress === undefined || this.#isClosed()) return undefined;
    const made = this.#made();
    const waiting = made !== undefined && progress[made] === 'waiting' ? made : undefined;
    return shownStep(progress, this.#query.values().step || waiting);
  });
  protected readonly isDone = computed(() => {
    const progress = this.state.progress();
    return progress !== undefined && steps.every((step) => progress[step] === 'done');
  });
  protected readonly summaries = computed<Readonly<Record<Step, string>>>(() => ({
    domain: (this.state.usableDomains()[0] ?? this.state.pendingDomains()[0])?.name ?? '',
    mailbox: this.state.mailboxes()[0]?.address ?? '',
    alias: this.state.alias()?.address ?? '',
    test: '',
  }));

  protected show(step: Step | undefined): void {
    this.#isClosed.set(step === undefined);
    this.#query.set({ step: step ?? '' });
  }

  /** Something was made: the next step follows by itself. */
  protected goOn(step: Step): void {
    this.#made.set(step);
    this.#isClosed.set(false);
    this.#query.set({ step: '' });
    this.state.reload();
  }

  /** What came of the test stays in view. */
  protected keepTest(): void {
    this.#query.set({ step: 'test' }, 'replace');
    this.state.reload();
  }

  protected skip(step: Step): void {
    const progress = this.state.progress();
    const next = progress === undefined ? undefined : stepAfter(progress, step);
    if (next === undefined) void this.putOff();
    else this.show(next);
  }

  protected async putOff(): Promise<void> {
    this.#welcome.putOff();
    await this.#router.navigateByUrl('/dashboard');
  }
}
