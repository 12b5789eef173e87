import { inject, Injectable } from '@angular/core';
import { Words } from '../../../shared/util/words.ts';
import { readDevice } from '../util/device.ts';

/** Devices as people name them. */
@Injectable({ providedIn: 'root' })
export class DeviceNames {
  readonly #t = inject(Words).t;

  /** `Firefox on Windows`, by what the browser says of itself. */
  readonly of = (userAgent: string | null | undefined): string => {
    const { browser, system } = readDevice(userAgent);
    if (browser !== undefined && system !== undefined)
      return this.#t('settings.device.of', { browser, system });
    return browser ?? system ?? this.#t('settings.device.unknown');
  };
}
