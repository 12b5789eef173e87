import { Component, computed, input } from '@angular/core';

const width = 120;
const height = 32;

/** A line of a few numbers, without axes. It says nothing to screen readers: the numbers stand elsewhere. */
@Component({
  selector: 'app-sparkline',
  host: { class: 'block', 'aria-hidden': 'true' },
  template: `<svg class="block h-8 w-full overflow-visible" viewBox="0 0 120 32" preserveAspectRatio="none">
    <polyline [attr.points]="area()" fill="var(--accent-soft)" stroke="none" />
    <polyline
      [attr.points]="line()"
      fill="none"
      stroke="var(--chart-accent)"
      stroke-width="1.75"
      stroke-linejoin="round"
      stroke-linecap="round"
      vector-effect="non-scaling-stroke"
    />
  </svg>`,
})
export class Sparkline {
  readonly of = input.required<readonly number[]>();
  protected readonly line = computed(() => {
    const values = this.of();
    const top = Math.max(1, ...values);
    const step = values.length > 1 ? width / (values.length - 1) : width;
    return values
      .map(
        (value, index) =>
          `${(index * step).toFixed(1)},${(height - 2 - (value / top) * (height - 6)).toFixed(1)}`,
      )
      .join(' ');
  });
  protected readonly area = computed(() => `0,${height} ${this.line()} ${width},${height}`);
}
