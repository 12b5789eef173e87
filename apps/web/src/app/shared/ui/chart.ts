import { Component, DestroyRef, effect, ElementRef, inject, input, signal, viewChild } from '@angular/core';
import type { Chart as ChartOf, ChartConfiguration } from 'chart.js';
import { Theme } from '../util/theme.ts';
import { colourOfToken } from '../util/token-colour.ts';

/** How far below the screen a chart is drawn already. */
const nearby = '100px';

/**
 * A chart by Chart.js, which is loaded when the first one is about to be seen. `make` gives its configuration and is called anew when what it reads changes, or the
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
  readonly #isSeen = signal(false);
  #chart: ChartOf | undefined;
  #isGone = false;

  constructor() {
    const host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    const seen = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        seen.disconnect();
        this.#isSeen.set(true);
      },
      { rootMargin: nearby },
    );
    seen.observe(host);
    effect(() => {
      if (!this.#isSeen()) return;
      this.#theme.isDark();
      const configuration = this.make()(colourOfToken);
      void this.#draw(this.canvas().nativeElement, configuration);
    });
    inject(DestroyRef).onDestroy(() => {
      this.#isGone = true;
      seen.disconnect();
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
