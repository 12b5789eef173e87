import { Component, computed, input } from '@angular/core';
import type { IconNode } from 'lucide';

/** A line icon, 18 px. It says nothing to screen readers: the words stand beside it, or the button has a label. */
@Component({
  selector: 'app-icon',
  host: { class: 'inline-flex flex-none', 'aria-hidden': 'true' },
  template: `<svg
    xmlns="http://www.w3.org/2000/svg"
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="1.75"
    stroke-linecap="round"
    stroke-linejoin="round"
    [attr.width]="size()"
    [attr.height]="size()"
  >
    @for (shape of shapes(); track $index) {
      @switch (shape.tag) {
        @case ('path') {
          <svg:path [attr.d]="shape.of['d']" [attr.fill]="shape.of['fill']" />
        }
        @case ('circle') {
          <svg:circle
            [attr.cx]="shape.of['cx']"
            [attr.cy]="shape.of['cy']"
            [attr.r]="shape.of['r']"
            [attr.fill]="shape.of['fill']"
          />
        }
        @case ('rect') {
          <svg:rect
            [attr.x]="shape.of['x']"
            [attr.y]="shape.of['y']"
            [attr.width]="shape.of['width']"
            [attr.height]="shape.of['height']"
            [attr.rx]="shape.of['rx']"
          />
        }
        @case ('line') {
          <svg:line
            [attr.x1]="shape.of['x1']"
            [attr.y1]="shape.of['y1']"
            [attr.x2]="shape.of['x2']"
            [attr.y2]="shape.of['y2']"
          />
        }
        @case ('polyline') {
          <svg:polyline [attr.points]="shape.of['points']" />
        }
        @case ('polygon') {
          <svg:polygon [attr.points]="shape.of['points']" />
        }
        @case ('ellipse') {
          <svg:ellipse
            [attr.cx]="shape.of['cx']"
            [attr.cy]="shape.of['cy']"
            [attr.rx]="shape.of['rx']"
            [attr.ry]="shape.of['ry']"
          />
        }
      }
    }
  </svg>`,
})
export class Icon {
  /** From `lucide`, each imported by its name. */
  readonly of = input.required<IconNode>();
  /** In px. */
  readonly size = input(18);
  protected readonly shapes = computed(() => this.of().map(([tag, of]) => ({ tag, of })));
}
