import { Component, DestroyRef, effect, type ElementRef, inject, input, viewChild } from '@angular/core';
import type { Chart as ChartOf, ChartConfiguration } from 'chart.js';
import { Theme } from '../util/theme.ts';

/**
 * A chart by Chart.js, which is loaded with the first one. `make` gives its configuration and is called anew when what it reads changes, or the
 * theme. The same numbers stand in a table beside it: to screen readers it is a picture with a label.
 */
@Component({
  selector: 'app-chart',
  host: { class: 'relative block' },
  template: `<canvas #canvas role="img" [attr.aria-label]="label()"></canvas>`,
})
export class Chart {
  readonly make = input.required<(colour: (token: string) => string) => ChartConfiguration>();
  readonly label = input.required<string>();
  protected readonly canvas = viewChild.required<ElementRef<HTMLCanvasElement>>('canvas');
  readonly #theme = inject(Theme);
  #chart: ChartOf | undefined;
  #isGone = false;

  constructor() {
    effect(() => {
      this.#theme.isDark();
      const configuration = this.make()(readToken);
      void this.#draw(this.canvas().nativeElement, configuration);
    });
    inject(DestroyRef).onDestroy(() => {
      this.#isGone = true;
      this.#chart?.destroy();
    });
  }

  async #draw(canvas: HTMLCanvasElement, configuration: ChartConfiguration): Promise<void> {
    const { makeChart } = await import('./chart-library.ts');
    if (this.#isGone) return;
    this.#chart?.destroy();
    this.#chart = makeChart(canvas, configuration);
  }
}

/** The value of a token, as the canvas wants it. */
function readToken(token: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${token}`).trim();
}
