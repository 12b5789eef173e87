import { Component, inject } from '@angular/core';
import { DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { Download, TriangleAlert } from 'lucide';
import { saveFile } from '../../../shared/data/save-file.ts';
import { CopyButton } from '../../../shared/ui/copy-button.ts';
import { DialogFrame } from '../../../shared/ui/dialog-frame.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { Words } from '../../../shared/util/words.ts';

/** The recovery codes, which are shown this once. */
@Component({
  selector: 'app-recovery-codes',
  imports: [CopyButton, DialogFrame, Icon],
  template: `<app-dialog-frame [title]="t('settings.two_factor.codes')">
    <div class="grid gap-4">
      <div class="callout warning">
        <app-icon [of]="warning" class="mt-px text-amber" />
        <p class="m-0">{{ t('settings.two_factor.codes_text') }}</p>
      </div>
      <ul class="m-0 grid list-none grid-cols-2 gap-x-6 gap-y-2 rounded-lg bg-sunken p-4">
        @for (code of codes; track code) {
          <li class="mono text-center text-[14px]">{{ code }}</li>
        }
      </ul>
      <div class="flex flex-wrap gap-2">
        <app-copy-button [text]="codes.join('\\n')" [label]="t('settings.two_factor.codes_copy')" />
        <button type="button" class="btn small" (click)="save()">
          <app-icon [of]="download" [size]="15" />{{ t('settings.two_factor.codes_save') }}
        </button>
      </div>
    </div>
    <button foot type="button" class="btn primary" (click)="ref.close()">
      {{ t('settings.two_factor.codes_done') }}
    </button>
  </app-dialog-frame>`,
})
export class RecoveryCodes {
  protected readonly codes = inject<readonly string[]>(DIALOG_DATA);
  protected readonly ref = inject<DialogRef<undefined>>(DialogRef);
  protected readonly t = inject(Words).t;
  protected readonly warning = TriangleAlert;
  protected readonly download = Download;

  protected async save(): Promise<void> {
    await saveFile(new Response(`${this.codes.join('\r\n')}\r\n`), 'smtpy-recovery-codes.txt');
  }
}
