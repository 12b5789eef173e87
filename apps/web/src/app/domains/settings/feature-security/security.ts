import { Component } from '@angular/core';
import { EventsCard } from './events-card.ts';
import { PasskeysCard } from './passkeys-card.ts';
import { PasswordCard } from './password-card.ts';
import { SessionsCard } from './sessions-card.ts';
import { TwoFactorCard } from './two-factor-card.ts';

/** How the person signs in, from where, and what happened. */
@Component({
  selector: 'app-security',
  imports: [EventsCard, PasskeysCard, PasswordCard, SessionsCard, TwoFactorCard],
  host: { class: 'grid grid-cols-1 gap-10' },
  template: `<app-password-card />
    <app-two-factor-card />
    <app-passkeys-card />
    <app-sessions-card />
    <app-events-card />`,
})
export class Security {}
