import { Component, inject } from '@angular/core';
import { BellOff, CornerUpLeft, Inbox, Newspaper, ShieldCheck, Store, UserRound } from 'lucide';
import { Icon } from '../../../shared/ui/icon.ts';
import { Words } from '../../../shared/util/words.ts';

/** How it works as a picture: senders, an address for each, SMTPy, the mailbox, and the way back. Its words are text; a column on a phone. */
@Component({
  selector: 'app-flow-picture',
  imports: [Icon],
  host: { class: 'block' },
  template: `<figure class="card picture m-0">
    @for (row of rows; track row.name) {
      <div class="sender">
        <span class="sign"><app-icon [of]="row.icon" /></span>{{ t('landing.how.' + row.name) }}
      </div>
      <svg class="hop" viewBox="0 0 48 12" aria-hidden="true">
        <path d="M1 6H45M40 1.5 45.5 6 40 10.5" />
      </svg>
      <div class="alias" [class.is-off]="row.isOff">
        <span class="mono min-w-0 truncate">{{ row.local }}&#64;my.example</span>
        @if (row.isOff) {
          <span class="off"><app-icon [of]="off" [size]="13" />{{ t('state.off') }}</span>
        }
      </div>
    }
    <svg class="join" viewBox="0 0 100 180" preserveAspectRatio="none" aria-hidden="true">
      <path d="M0 30C60 30 40 90 100 90M0 150C60 150 40 90 100 90" />
      <path class="ended" d="M0 90H42M42 84V96" />
    </svg>
    <svg class="down" viewBox="0 0 12 32" aria-hidden="true">
      <path d="M6 0V30M1.5 25 6 30.5 10.5 25" />
    </svg>
    <div class="hub">
      <img src="/icon.svg" width="40" height="40" alt="" />
      <strong class="text-[15px] font-semibold">SMTPy</strong>
      <span class="flex items-center gap-1.5 text-[13px] text-muted"
        ><app-icon [of]="shield" [size]="14" />{{ t('landing.how.hub') }}</span
      >
    </div>
    <svg class="out" viewBox="0 0 72 12" preserveAspectRatio="xMaxYMid slice" aria-hidden="true">
      <path d="M-200 6H69M64 1.5 69.5 6 64 10.5" />
    </svg>
    <svg class="down" viewBox="0 0 12 32" aria-hidden="true">
      <path d="M6 0V30M1.5 25 6 30.5 10.5 25" />
    </svg>
    <div class="mailbox">
      <span class="sign"><app-icon [of]="inbox" /></span>
      <span class="min-w-0"
        ><span class="block font-semibold">{{ t('landing.how.mailbox') }}</span
        ><span class="mono block truncate text-muted">jane&#64;provider.example</span></span
      >
    </div>
    <figcaption class="reply">
      <svg class="back" viewBox="0 0 12 12" aria-hidden="true"><path d="M1.5 8 6 2.5 10.5 8" /></svg>
      <span class="note"
        ><app-icon [of]="reply" [size]="15" class="text-accent-text" /><span>{{
          t('landing.how.reply')
        }}</span></span
      >
    </figcaption>
  </figure>`,
  styleUrl: './flow-picture.css',
})
export class FlowPicture {
  protected readonly t = inject(Words).t;
  protected readonly rows = [
    { name: 'shop', local: 'shop', icon: Store, isOff: false },
    { name: 'newsletter', local: 'news', icon: Newspaper, isOff: true },
    { name: 'stranger', local: 'hello', icon: UserRound, isOff: false },
  ] as const;
  protected readonly off = BellOff;
  protected readonly inbox = Inbox;
  protected readonly shield = ShieldCheck;
  protected readonly reply = CornerUpLeft;
}
