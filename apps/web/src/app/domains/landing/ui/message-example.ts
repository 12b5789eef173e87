import { Component, inject } from '@angular/core';
import { ArrowRight, CircleCheck, Inbox, Network, Route, Send, ShieldCheck } from 'lucide';
import { Icon } from '../../../shared/ui/icon.ts';
import { Words } from '../../../shared/util/words.ts';

/** The timeline of a message, as an example of what the pages show. */
@Component({
  selector: 'app-message-example',
  imports: [Icon],
  host: { class: 'block min-w-0' },
  template: `<figure class="card m-0 overflow-hidden">
    <figcaption class="border-b border-line px-5 py-4">
      <span class="flex items-center justify-between gap-3">
        <span class="truncate text-[15px] font-semibold">{{ t('landing.message.subject') }}</span>
        <span class="tag flex-none">{{ t('landing.message.example') }}</span>
      </span>
      <span class="mono mt-1.5 flex flex-wrap items-center gap-x-2 text-muted">
        orders&#64;shop.example <app-icon [of]="arrow" [size]="13" /> shop&#64;my.example
        <app-icon [of]="arrow" [size]="13" /> j…&#64;provider.example
      </span>
    </figcaption>
    <ol class="m-0 grid list-none gap-3.5 p-5">
      @for (line of lines; track line.name) {
        <li class="grid grid-cols-[18px_minmax(0,1fr)] gap-x-3 sm:grid-cols-[18px_92px_minmax(0,1fr)]">
          <app-icon [of]="line.icon" [class]="line.name === 'delivered' ? 'text-green' : 'text-muted'" />
          <span class="mono order-last col-start-2 text-muted sm:order-none sm:col-start-auto sm:pt-px">{{
            line.time
          }}</span>
          <span
            ><strong class="font-semibold">{{ t('landing.message.' + line.name) }}</strong>
            <span class="block text-[13px] text-muted">{{
              t('landing.message.' + line.name + '_text')
            }}</span></span
          >
        </li>
      }
    </ol>
  </figure>`,
})
export class MessageExample {
  protected readonly t = inject(Words).t;
  protected readonly arrow = ArrowRight;
  protected readonly lines = [
    { name: 'connected', time: '09:41:02.113', icon: Network },
    { name: 'authenticated', time: '09:41:02.201', icon: ShieldCheck },
    { name: 'matched', time: '09:41:02.204', icon: Route },
    { name: 'accepted', time: '09:41:02.209', icon: Inbox },
    { name: 'attempt', time: '09:41:02.316', icon: Send },
    { name: 'delivered', time: '09:41:02.316', icon: CircleCheck },
  ] as const;
}
