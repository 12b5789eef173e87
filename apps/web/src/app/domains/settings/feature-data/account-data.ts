import { Component, computed, inject, signal } from '@angular/core';
import { CalendarX2, Download } from 'lucide';
import { saveFile } from '../../../shared/data/save-file.ts';
import { Session } from '../../../shared/data/session.ts';
import { Dialogs } from '../../../shared/ui/dialogs.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { Section } from '../../../shared/ui/section.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';
import { OwnAccount } from '../data/own-account.ts';

/** Taking one's data along, and ending the account. */
@Component({
  selector: 'app-account-data',
  imports: [Icon, Section],
  host: { class: 'grid grid-cols-1 gap-10' },
  template: `<app-section [title]="t('settings.export.title')" [text]="t('settings.export.text')">
      <div class="grid gap-3">
        <p class="m-0 max-w-[60ch] text-muted">{{ t('settings.export.content') }}</p>
        <button type="button" class="btn justify-self-start" [disabled]="isExporting()" (click)="save()">
          <app-icon [of]="download" />{{
            t(isExporting() ? 'settings.export.busy' : 'settings.export.action')
          }}
        </button>
      </div>
    </app-section>
    <app-section [title]="t('settings.erasure.title')" [text]="t('settings.erasure.text')">
      @if (eraseAt(); as at) {
        <div class="grid gap-4">
          <div class="callout danger" role="status">
            <app-icon [of]="calendar" class="mt-px text-red" />
            <div>
              <p class="m-0 font-medium">{{ t('settings.erasure.asked', { date: formats.dateTime(at) }) }}</p>
              <p class="m-0 text-muted">{{ t('settings.erasure.asked_text') }}</p>
            </div>
          </div>
          <button type="button" class="btn primary justify-self-start" (click)="callOff()">
            {{ t('settings.erasure.cancel') }}
          </button>
        </div>
      } @else {
        <div class="grid gap-3">
          <p class="m-0 max-w-[60ch] text-muted">{{ t('settings.erasure.content') }}</p>
          <button type="button" class="btn danger justify-self-start" (click)="ask()">
            {{ t('settings.erasure.action') }}
          </button>
        </div>
      }
    </app-section>`,
})
export class AccountData {
  readonly #account = inject(OwnAccount);
  readonly #session = inject(Session);
  readonly #dialogs = inject(Dialogs);
  readonly #toasts = inject(ToastList);
  protected readonly formats = inject(Formats);
  protected readonly t = inject(Words).t;
  protected readonly download = Download;
  protected readonly calendar = CalendarX2;
  protected readonly isExporting = signal(false);
  protected readonly eraseAt = computed(() => this.#session.account()?.erasure?.erase_at);

  protected async save(): Promise<void> {
    this.isExporting.set(true);
    try {
      await saveFile(await this.#account.export(), 'smtpy-account.json');
    } catch (error) {
      this.#toasts.failed(error, { label: this.t('action.retry'), run: () => void this.save() });
    } finally {
      this.isExporting.set(false);
    }
  }

  protected async ask(): Promise<void> {
    await this.#dialogs.open<boolean>(() => import('./erasure-dialog.ts').then((m) => m.ErasureDialog));
  }

  protected async callOff(): Promise<void> {
    try {
      await this.#account.callErasureOff();
      this.#toasts.done(this.t('settings.erasure.cancelled'));
    } catch (error) {
      this.#toasts.failed(error);
    }
  }
}
