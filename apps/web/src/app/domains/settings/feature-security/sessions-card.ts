import { Component, computed, inject } from '@angular/core';
import { Laptop, Smartphone, type IconNode } from 'lucide';
import { Dialogs } from '../../../shared/ui/dialogs.ts';
import { FailurePanel } from '../../../shared/ui/failure-panel.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { Section } from '../../../shared/ui/section.ts';
import { Skeleton } from '../../../shared/ui/skeleton.ts';
import { TimeAgo } from '../../../shared/ui/time-ago.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';
import { deviceSessions, type DeviceSession } from '../data/device-sessions.ts';
import { DeviceNames } from '../ui/device-names.ts';
import { readDevice } from '../util/device.ts';

/** Where the person is signed in, and how to end that. */
@Component({
  selector: 'app-sessions-card',
  imports: [FailurePanel, Icon, Section, Skeleton, TimeAgo],
  host: { class: 'block' },
  template: `<app-section
    [title]="t('settings.sessions.title')"
    [text]="t('settings.sessions.text')"
    [isPadded]="false"
  >
    @if (list.failure(); as failure) {
      <app-failure [of]="failure" (retry)="list.reload()" />
    } @else if (list.value(); as sessions) {
      <ul class="rows m-0 list-none p-0">
        @for (session of sessions; track session.id) {
          <li class="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3">
            <app-icon [of]="iconOf(session)" class="text-muted" />
            <div class="min-w-0 flex-1 basis-40">
              <p class="m-0 flex flex-wrap items-center gap-2 font-medium">
                {{ names.of(session.userAgent) }}
                @if (session.isHere) {
                  <span class="chip green">{{ t('settings.sessions.here') }}</span>
                }
              </p>
              <p class="m-0 text-[13px] text-muted">
                @if (session.ipAddress) {
                  <span class="mono">{{ session.ipAddress }}</span> ·
                }
                {{ t('settings.sessions.since') }} <app-time-ago [of]="session.createdAt" />
              </p>
            </div>
            @if (!session.isHere) {
              <button
                type="button"
                class="btn small"
                [attr.aria-label]="t('settings.sessions.end_what', { name: names.of(session.userAgent) })"
                (click)="end(session)"
              >
                {{ t('settings.sessions.end') }}
              </button>
            }
          </li>
        }
      </ul>
      @if (hasOthers()) {
        <div class="border-t border-line p-5">
          <button type="button" class="btn danger" (click)="endOthers()">
            {{ t('settings.sessions.end_others') }}
          </button>
        </div>
      }
    } @else {
      <app-skeleton class="p-5" [height]="64" />
    }
  </app-section>`,
})
export class SessionsCard {
  readonly #sessions = deviceSessions();
  readonly #dialogs = inject(Dialogs);
  readonly #toasts = inject(ToastList);
  protected readonly names = inject(DeviceNames);
  protected readonly t = inject(Words).t;
  protected readonly list = this.#sessions.list;
  protected readonly hasOthers = computed(() => this.list.value()?.some(({ isHere }) => !isHere) === true);

  protected iconOf(session: DeviceSession): IconNode {
    return readDevice(session.userAgent).isPhone ? Smartphone : Laptop;
  }

  protected async end(session: DeviceSession): Promise<void> {
    await this.#end(
      ({ id }) => id !== session.id,
      () => this.#sessions.end(session.token),
    );
  }

  protected async endOthers(): Promise<void> {
    const isSure = await this.#dialogs.ask({
      title: this.t('settings.sessions.end_others'),
      text: this.t('settings.sessions.end_others_text'),
      action: this.t('settings.sessions.end_others_action'),
    });
    if (isSure)
      await this.#end(
        ({ isHere }) => isHere,
        () => this.#sessions.endOthers(),
      );
  }

  async #end(stays: (session: DeviceSession) => boolean, action: () => Promise<void>): Promise<void> {
    const before = this.list.put((this.list.value() ?? []).filter(stays));
    try {
      await action();
      this.#toasts.done(this.t('settings.sessions.ended'));
    } catch (error) {
      if (before !== undefined) this.list.put(before);
      this.#toasts.failed(error);
    }
  }
}
