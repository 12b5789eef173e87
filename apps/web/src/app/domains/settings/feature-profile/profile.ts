import { Component } from '@angular/core';
import { AddressCard } from './address-card.ts';
import { ProfileCard } from './profile-card.ts';

/** Who the person is: name, username, address. */
@Component({
  selector: 'app-profile',
  imports: [AddressCard, ProfileCard],
  host: { class: 'grid grid-cols-1 gap-10' },
  template: `<app-profile-card /><app-address-card />`,
})
export class Profile {}
