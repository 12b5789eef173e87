import { Injectable, signal } from '@angular/core';
import { readStored, store } from '../shared/util/stored.ts';

const key = 'smtpy.shortcuts';

/** Whether single keys lead somewhere on this device: who speaks to the computer would set them off by accident (WCAG 2.1.4). */
@Injectable({ providedIn: 'root' })
export class ShortcutSwitch {
  readonly #isOn = signal(readStored(key) !== 'off');

  readonly isOn = this.#isOn.asReadonly();

  switch(isOn: boolean): void {
    store(key, isOn ? null : 'off');
    this.#isOn.set(isOn);
  }
}
