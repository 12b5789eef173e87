import { Component, inject, input } from '@angular/core';
import { Formats } from '../../../shared/util/formats.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Invitation } from '../data/invitation.ts';

/** What an invitation is for. */
@Component({
  selector: 'app-invitation-facts',
  host: { class: 'block' },
  template: `<dl class="facts m-0 rounded-lg bg-sunken px-4 py-3.5">
    <dt>{{ t('nav.organization') }}</dt>
    <dd class="font-semibold">{{ of().organization_name }}</dd>
    <dt>{{ t('sign_in.invitation.from') }}</dt>
    <dd>{{ of().invited_by ?? t('sign_in.invitation.operator') }}</dd>
    <dt>{{ t('sign_in.invitation.role') }}</dt>
    <dd>
      {{ t('role.' + of().role)
      }}<span class="block text-[13px] text-muted">{{ t('sign_in.invitation.role_' + of().role) }}</span>
    </dd>
    <dt>{{ t('sign_in.invitation.until') }}</dt>
    <dd>{{ formats.dateTime(of().expires_at) }}</dd>
  </dl>`,
})
export class InvitationFacts {
  readonly of = input.required<Invitation>();
  protected readonly t = inject(Words).t;
  protected readonly formats = inject(Formats);
}
