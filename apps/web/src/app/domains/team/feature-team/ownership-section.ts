import { Component, computed, inject } from '@angular/core';
import { Router } from '@angular/router';
import { Session } from '../../../shared/data/session.ts';
import { Dialogs } from '../../../shared/ui/dialogs.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';
import { Team, type Member } from '../data/team.ts';

/** Handing the organization over, and leaving it. */
@Component({
  selector: 'app-ownership-section',
  template: `<section class="grid gap-3" aria-labelledby="team-ownership">
    <h2 class="m-0" id="team-ownership">{{ t('team.ownership') }}</h2>
    <div class="card rows">
      @if (isOwner()) {
        <div class="flex flex-wrap items-center gap-x-6 gap-y-3 p-5 max-md:p-4">
          <div class="min-w-0 flex-1 basis-[260px]">
            <p class="m-0 font-medium">{{ t('team.transfer.title') }}</p>
            <p class="prose m-0 mt-0.5 text-[13px] text-muted">{{ t('team.transfer.text') }}</p>
          </div>
          <button type="button" class="btn" (click)="transfer()">{{ t('team.transfer.action') }}</button>
        </div>
      }
      <div class="flex flex-wrap items-center gap-x-6 gap-y-3 p-5 max-md:p-4">
        <div class="min-w-0 flex-1 basis-[260px]">
          <p class="m-0 font-medium">{{ t('team.leave.title') }}</p>
          <p class="prose m-0 mt-0.5 text-[13px] text-muted">
            {{ t(isOwner() ? 'team.leave.text_owner' : 'team.leave.text') }}
          </p>
        </div>
        <button type="button" class="btn danger" (click)="leave()">{{ t('team.leave.action') }}</button>
      </div>
    </div>
  </section>`,
})
export class OwnershipSection {
  protected readonly t = inject(Words).t;
  readonly #session = inject(Session);
  readonly #team = inject(Team);
  readonly #dialogs = inject(Dialogs);
  readonly #toasts = inject(ToastList);
  readonly #router = inject(Router);
  protected readonly isOwner = computed(() => this.#session.can('ownership:write'));

  protected async transfer(): Promise<void> {
    const member = await this.#dialogs.open<Member>(() =>
      import('./transfer-dialog.ts').then((m) => m.TransferDialog),
    );
    if (member !== undefined)
      this.#toasts.done(this.t('team.transfer.done', { name: member.name || member.email }));
  }

  protected async leave(): Promise<void> {
    const organization = this.#session.organization();
    if (organization === undefined) return;
    const isSure = await this.#dialogs.ask({
      title: this.t('team.leave.ask', { organization: organization.name }),
      text: this.t('team.leave.ask_text'),
      action: this.t('team.leave.action'),
    });
    if (!isSure) return;
    try {
      await this.#team.leave(organization.id);
      this.#toasts.done(this.t('team.leave.done', { organization: organization.name }));
      await this.#router.navigateByUrl('/dashboard');
    } catch (error) {
      this.#toasts.failed(error);
    }
  }
}
