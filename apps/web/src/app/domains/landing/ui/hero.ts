import { Component, inject } from '@angular/core';
import { Words } from '../../../shared/util/words.ts';

/** What this is, in two sentences. The server shows the same template before any script is there, with nothing but `t('…')` filled in. */
@Component({ selector: 'app-hero', host: { class: 'contents' }, templateUrl: './hero.html' })
export class Hero {
  protected readonly t = inject(Words).t;
}
