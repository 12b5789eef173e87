import { Component, computed, input, output, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { CircleCheck, CircleX, Hand, TriangleAlert, type IconNode } from 'lucide';
import { Icon } from '../../../shared/ui/icon.ts';
import { TimeAgo } from '../../../shared/ui/time-ago.ts';
import { Words } from '../../../shared/util/words.ts';
import { pathOf, toneOf, type Notice, type NoticeTone } from '../util/notice.ts';

const looks: Readonly<Record<NoticeTone, { readonly icon: IconNode; readonly colour: string }>> = {
  bad: { icon: CircleX, colour: 'bg-red-soft text-red' },
  warning: { icon: TriangleAlert, colour: 'bg-amber-soft text-amber' },
  waiting: { icon: Hand, colour: 'bg-violet-soft text-violet' },
  good: { icon: CircleCheck, colour: 'bg-green-soft text-green' },
};

/** A notice: its sentence, which leads to what it is about, when it was, and whether it was read. */
@Component({
  selector: 'app-notice-row',
  imports: [RouterLink, Icon, TimeAgo],
  host: { class: 'flex items-start gap-3 px-4 py-3' },
  template: `<span
      class="mt-0.5 grid h-7 w-7 flex-none place-content-center rounded-lg"
      [class]="look().colour"
      ><app-icon [of]="look().icon" [size]="15"
    /></span>
    <div class="min-w-0 flex-1">
      @if (link(); as link) {
        <a
          class="block break-words text-text no-underline hover:underline"
          [class.font-medium]="!of().is_read"
          [attr.lang]="language()"
          [routerLink]="link.path"
          [queryParams]="link.query"
          (click)="opened.emit()"
          >{{ text() }}</a
        >
      } @else {
        <p class="m-0 break-words" [class.font-medium]="!of().is_read" [attr.lang]="language()">
          {{ text() }}
        </p>
      }
      <p class="m-0 mt-0.5 text-[13px] text-muted">
        <app-time-ago [of]="of().created_at" />
        @if (of().is_mailed) {
          · {{ t('notices.mailed') }}
        }
      </p>
    </div>
    <button
      type="button"
      class="btn plain icon small -my-0.5 -mr-1.5"
      [attr.aria-label]="t(of().is_read ? 'notices.mark_unread' : 'notices.mark_read', { text: text() })"
      [title]="t(of().is_read ? 'notices.unread_short' : 'notices.read_short')"
      (click)="marked.emit(!of().is_read)"
    >
      <span
        class="block h-2.5 w-2.5 rounded-full border-[1.5px]"
        [class]="of().is_read ? 'border-line-strong' : 'border-accent bg-accent'"
      ></span>
    </button>`,
})
export class NoticeRow {
  readonly of = input.required<Notice>();
  readonly text = input.required<string>();
  /** Of the text. */
  readonly language = input.required<string>();
  /** Whether it shall be read from now on. */
  readonly marked = output<boolean>();
  /** What it is about was gone to. */
  readonly opened = output();
  protected readonly t = inject(Words).t;
  protected readonly look = computed(() => looks[toneOf(this.of())]);
  protected readonly link = computed(() => {
    const [path = '', search] = pathOf(this.of())?.split('?') ?? [];
    return path === '' ? undefined : { path, query: Object.fromEntries(new URLSearchParams(search ?? '')) };
  });
}
