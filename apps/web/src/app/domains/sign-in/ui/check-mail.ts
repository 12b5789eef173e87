import { Component, inject, input, output } from '@angular/core';
import { ExternalLink, MailCheck } from 'lucide';
import { Installation } from '../../../shared/data/installation.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { Words } from '../../../shared/util/words.ts';
import { Entrance } from './entrance.ts';
import { SendAgain } from './send-again.ts';

/** After a mail with a link was sent: to which address, and what to do when it does not come. */
@Component({
  selector: 'app-check-mail',
  imports: [Entrance, Icon, SendAgain],
  template: `<app-entrance [title]="t('sign_in.mail.title')" [text]="text()">
    <p class="m-0 flex items-center gap-3 rounded-lg bg-sunken px-4 py-3">
      <app-icon class="text-accent-text" [of]="mail" /><span class="mono min-w-0 break-all">{{
        email()
      }}</span>
    </p>
    <p class="m-0 mt-4 text-muted">{{ t('sign_in.mail.nothing') }}</p>
    <div class="mt-4 flex flex-wrap gap-2">
      <app-send-again [send]="send()" />
      <button type="button" class="btn plain" (click)="changed.emit()">
        {{ t('sign_in.mail.other_address') }}
      </button>
    </div>
    @if (installation.isSandbox) {
      <div class="callout mt-5">
        <p class="m-0">
          {{ t('sign_in.mail.sandbox') }}
          <a class="inline-flex items-center gap-1" href="/sandbox" target="_blank"
            >{{ t('sandbox.look') }}<app-icon [of]="external" [size]="14"
          /></a>
        </p>
      </div>
    }
  </app-entrance>`,
})
export class CheckMail {
  readonly email = input.required<string>();
  readonly text = input.required<string>();
  /** Sends the mail once more. */
  readonly send = input.required<() => Promise<unknown>>();
  /** Another address shall be given. */
  readonly changed = output();
  protected readonly t = inject(Words).t;
  protected readonly installation = inject(Installation);
  protected readonly mail = MailCheck;
  protected readonly external = ExternalLink;
}
