import { Component, inject, input, signal } from '@angular/core';
import { FormField, type FieldTree } from '@angular/forms/signals';
import { Eye, EyeOff } from 'lucide';
import { Words } from '../util/words.ts';
import { Field } from './field.ts';
import { FieldControl } from './field-control.ts';
import { Icon } from './icon.ts';

/** A field for a password, with a button that shows what was typed. */
@Component({
  selector: 'app-password-field',
  imports: [Field, FieldControl, FormField, Icon],
  host: { class: 'block' },
  template: `<app-field #frame [label]="label()" [help]="help()" [of]="of()()" [fault]="fault()">
    <span class="relative block">
      <input
        class="input pr-11"
        autocapitalize="off"
        spellcheck="false"
        [attr.type]="isShown() ? 'text' : 'password'"
        [attr.autocomplete]="autocomplete()"
        appFieldControl
        [formField]="of()"
      />
      <button
        type="button"
        class="btn plain icon small absolute top-1/2 right-[3px] -translate-y-1/2 text-muted"
        [attr.aria-label]="t(isShown() ? 'password.hide' : 'password.show')"
        [attr.aria-controls]="frame.id"
        (click)="isShown.set(!isShown())"
      >
        <app-icon [of]="isShown() ? eyeOff : eye" [size]="17" />
      </button>
    </span>
  </app-field>`,
})
export class PasswordField {
  readonly label = input.required<string>();
  readonly of = input.required<FieldTree<string>>();
  /** `new-password` where one is chosen, so that password managers offer one. */
  readonly autocomplete = input<'current-password' | 'new-password'>('current-password');
  readonly help = input('');
  /** What is wrong beyond what the form knows, in words. */
  readonly fault = input<string | undefined>();
  protected readonly t = inject(Words).t;
  protected readonly isShown = signal(false);
  protected readonly eye = Eye;
  protected readonly eyeOff = EyeOff;
}
