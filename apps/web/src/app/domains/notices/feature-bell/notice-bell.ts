import { Component, computed, inject, signal, viewChild, type ElementRef } from '@angular/core';
import { CdkConnectedOverlay, CdkOverlayOrigin, type ConnectedPosition } from '@angular/cdk/overlay';
import { Bell } from 'lucide';
import { Icon } from '../../../shared/ui/icon.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { Words } from '../../../shared/util/words.ts';
import { NoticeList } from '../data/notice-list.ts';
import { NoticePanel } from './notice-panel.ts';

/** The bell in the top bar, with the count of what is unread; it opens the panel, which is loaded with the first use. */
@Component({
  selector: 'app-notice-bell',
  imports: [CdkConnectedOverlay, CdkOverlayOrigin, Icon, NoticePanel],
  template: `<button
      #button
      cdkOverlayOrigin
      #origin="cdkOverlayOrigin"
      type="button"
      class="btn plain icon relative"
      aria-haspopup="dialog"
      [attr.aria-expanded]="isOpen()"
      [attr.aria-label]="label()"
      [title]="t('nav.notices')"
      (click)="turn()"
    >
      <app-icon [of]="bell" [size]="19" />
      @if (list.count() > 0) {
        <span
          class="tabular absolute top-0 right-0 grid h-[18px] min-w-[18px] place-content-center rounded-full bg-accent px-1 text-[12px] leading-none font-semibold text-on-accent"
          aria-hidden="true"
          >{{ badge() }}</span
        >
      }
    </button>
    <ng-template
      cdkConnectedOverlay
      [cdkConnectedOverlayOrigin]="origin"
      [cdkConnectedOverlayOpen]="isOpen()"
      [cdkConnectedOverlayPositions]="positions"
      [cdkConnectedOverlayPush]="true"
      [cdkConnectedOverlayViewportMargin]="8"
      (overlayOutsideClick)="leave($event)"
      (detach)="close()"
    >
      <!-- As wide as the panel, and not without height, so that it is placed right before that is loaded. -->
      <div class="min-h-[180px] w-[min(400px,calc(100vw-16px))]">
        @defer {
          <app-notice-panel (closed)="close()" />
        }
      </div>
    </ng-template>`,
})
export class NoticeBell {
  protected readonly words = inject(Words);
  protected readonly t = this.words.t;
  protected readonly list = inject(NoticeList);
  readonly #formats = inject(Formats);
  protected readonly button = viewChild.required<ElementRef<HTMLButtonElement>>('button');
  protected readonly isOpen = signal(false);
  protected readonly bell = Bell;
  protected readonly positions: ConnectedPosition[] = [
    { originX: 'end', originY: 'bottom', overlayX: 'end', overlayY: 'top', offsetY: 6 },
  ];
  protected readonly badge = computed(
    () => this.#formats.number(this.list.count()) + (this.list.hasMore() ? '+' : ''),
  );
  protected readonly label = computed(() =>
    this.list.count() === 0 ? this.t('nav.notices') : this.words.tn('nav.notices_unread', this.list.count()),
  );

  protected async turn(): Promise<void> {
    if (this.isOpen()) {
      this.close();
      return;
    }
    await this.list.loadWords();
    this.isOpen.set(true);
  }

  protected leave(event: MouseEvent): void {
    if (!this.button().nativeElement.contains(event.target as Node)) this.isOpen.set(false);
  }

  protected close(): void {
    if (!this.isOpen()) return;
    this.isOpen.set(false);
    this.button().nativeElement.focus();
  }
}
