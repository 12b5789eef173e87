import { Component, computed, inject, signal } from '@angular/core';
import { DialogRef } from '@angular/cdk/dialog';
import { toFailure, type Failure } from '../../../shared/data/failure.ts';
import { paged } from '../../../shared/data/paged.ts';
import { DialogFrame } from '../../../shared/ui/dialog-frame.ts';
import { FailurePanel } from '../../../shared/ui/failure-panel.ts';
import { FormFailure } from '../../../shared/ui/form-failure.ts';
import { SearchField } from '../../../shared/ui/search-field.ts';
import { Skeleton } from '../../../shared/ui/skeleton.ts';
import { Words } from '../../../shared/util/words.ts';
import { Team, type Member } from '../data/team.ts';

/** Chooses who owns the organization from now on. Closes with the new owner. */
@Component({
  selector: 'app-transfer-dialog',
  imports: [DialogFrame, FailurePanel, FormFailure, SearchField, Skeleton],
  template: `<app-dialog-frame [title]="t('team.transfer.title')">
    <div class="grid gap-4">
      <p class="m-0 text-muted">{{ t('team.transfer.text') }}</p>
      <app-search-field [label]="t('team.search')" (searched)="search.set($event)" />
      @if (members.failure(); as failure) {
        <app-failure [of]="failure" (retry)="members.reload()" />
      } @else if (members.items() === undefined) {
        <app-skeleton [height]="96" />
      } @else {
        <div class="grid gap-1" role="radiogroup" [attr.aria-label]="t('team.transfer.who')">
          @for (member of others(); track member.id) {
            <label class="check rounded-lg px-3 py-2" [class.bg-accent-soft]="chosen()?.id === member.id">
              <input
                type="radio"
                name="new-owner"
                [checked]="chosen()?.id === member.id"
                (change)="chosen.set(member)"
              /><span class="min-w-0"
                ><span class="block font-medium break-words"
                  >{{ member.name || member.email }} · {{ t('role.' + member.role) }}</span
                ><span class="block text-[13px] break-all text-muted">{{ member.email }}</span></span
              >
            </label>
          } @empty {
            <p class="m-0 text-muted">{{ t('team.transfer.nobody') }}</p>
          }
        </div>
      }
      <app-form-failure [of]="failure()" />
    </div>
    <ng-container foot>
      <button type="button" class="btn" (click)="ref.close()">{{ t('action.cancel') }}</button>
      <button
        type="button"
        class="btn primary danger"
        [disabled]="chosen() === undefined || isSending()"
        (click)="transfer()"
      >
        {{ t('team.transfer.action') }}
      </button>
    </ng-container>
  </app-dialog-frame>`,
})
export class TransferDialog {
  protected readonly ref = inject<DialogRef<Member>>(DialogRef);
  protected readonly t = inject(Words).t;
  readonly #team = inject(Team);
  protected readonly search = signal('');
  protected readonly chosen = signal<Member | undefined>(undefined);
  protected readonly failure = signal<Failure | undefined>(undefined);
  protected readonly isSending = signal(false);
  protected readonly members = paged('listMembers', () => ({ query: { search: this.search(), limit: 10 } }));
  protected readonly others = computed(() =>
    (this.members.items() ?? []).filter((member) => !this.#team.isSelf(member)),
  );

  protected async transfer(): Promise<void> {
    const member = this.chosen();
    if (member === undefined) return;
    this.isSending.set(true);
    this.failure.set(undefined);
    try {
      await this.#team.transfer(member);
      this.ref.close(member);
    } catch (error) {
      this.failure.set(toFailure(error));
    } finally {
      this.isSending.set(false);
    }
  }
}
