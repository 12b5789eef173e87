import { Component, inject, input, output } from '@angular/core';
import { CdkMenu, CdkMenuItem, CdkMenuTrigger } from '@angular/cdk/menu';
import { BadgeCheck, Ellipsis, Mail, Play, ShieldAlert, ShieldMinus, ShieldPlus, Trash2 } from 'lucide';
import { Icon } from '../../../shared/ui/icon.ts';
import { Words } from '../../../shared/util/words.ts';
import type { User } from '../data/users.ts';
import { UserActions } from './user-actions.ts';

/** What can be done to a user. */
@Component({
  selector: 'app-user-menu',
  imports: [CdkMenu, CdkMenuItem, CdkMenuTrigger, Icon],
  host: { class: 'inline-flex' },
  template: `<button
      type="button"
      class="btn icon small"
      [class.plain]="isPlain()"
      [cdkMenuTriggerFor]="menu"
      [attr.aria-label]="t('administration.actions', { name: of().email })"
    >
      <app-icon [of]="dots" />
    </button>
    <ng-template #menu>
      <div class="menu" cdkMenu>
        <button
          type="button"
          class="menu-item"
          cdkMenuItem
          (cdkMenuItemTriggered)="run(actions.resend(of()))"
        >
          <app-icon [of]="mail" [size]="16" />{{
            t(
              of().is_email_verified
                ? 'administration.users.send_password'
                : 'administration.users.send_confirmation'
            )
          }}
        </button>
        @if (!of().is_email_verified) {
          <button
            type="button"
            class="menu-item"
            cdkMenuItem
            (cdkMenuItemTriggered)="run(actions.vouch(of()))"
          >
            <app-icon [of]="badge" [size]="16" />{{ t('administration.users.vouch') }}
          </button>
        }
        @if (!actions.isSelf(of())) {
          @if (of().is_administrator) {
            <button
              type="button"
              class="menu-item"
              cdkMenuItem
              (cdkMenuItemTriggered)="run(actions.unmakeAdministrator(of()))"
            >
              <app-icon [of]="minus" [size]="16" />{{ t('administration.users.unmake') }}
            </button>
          } @else {
            <button
              type="button"
              class="menu-item"
              cdkMenuItem
              (cdkMenuItemTriggered)="run(actions.makeAdministrator(of()))"
            >
              <app-icon [of]="plus" [size]="16" />{{ t('administration.users.make') }}
            </button>
          }
          <div class="menu-line"></div>
          @if (of().suspended_at) {
            <button
              type="button"
              class="menu-item"
              cdkMenuItem
              (cdkMenuItemTriggered)="run(actions.resume(of()))"
            >
              <app-icon [of]="play" [size]="16" />{{ t('administration.resume') }}
            </button>
          } @else {
            <button
              type="button"
              class="menu-item danger"
              cdkMenuItem
              (cdkMenuItemTriggered)="run(actions.suspend(of()))"
            >
              <app-icon [of]="alert" [size]="16" />{{ t('administration.suspend') }}
            </button>
          }
          <button
            type="button"
            class="menu-item danger"
            cdkMenuItem
            (cdkMenuItemTriggered)="run(actions.delete(of()), true)"
          >
            <app-icon [of]="bin" [size]="16" />{{ t('administration.users.delete') }}
          </button>
        }
      </div>
    </ng-template>`,
})
export class UserMenu {
  readonly of = input.required<User>();
  readonly isPlain = input(true);
  /** Something was done; `isGone`: the user is no more. */
  readonly changed = output<{ readonly isGone: boolean }>();
  protected readonly actions = inject(UserActions);
  protected readonly t = inject(Words).t;
  protected readonly dots = Ellipsis;
  protected readonly mail = Mail;
  protected readonly badge = BadgeCheck;
  protected readonly plus = ShieldPlus;
  protected readonly minus = ShieldMinus;
  protected readonly alert = ShieldAlert;
  protected readonly play = Play;
  protected readonly bin = Trash2;

  protected async run(action: Promise<boolean>, isGone = false): Promise<void> {
    if (await action) this.changed.emit({ isGone });
  }
}
