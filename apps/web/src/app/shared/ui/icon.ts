import { Component, effect, ElementRef, inject, input } from '@angular/core';
import type { IconNode } from 'lucide';

/**
 * A line icon, 18 px. It says nothing to screen readers: the words stand beside it, or the button has a label. Each picture is made once and copied:
 * a page has more icons than anything else, and a template for every shape of them took most of the time of its rows.
 */
@Component({
  selector: 'app-icon',
  host: { class: 'inline-flex flex-none', 'aria-hidden': 'true' },
  template: '',
})
export class Icon {
  /** From `lucide`, each imported by its name. */
  readonly of = input.required<IconNode>();
  /** In px. */
  readonly size = input(18);

  constructor() {
    const host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    effect(() => {
      const picture = copyOf(this.of());
      picture.setAttribute('width', String(this.size()));
      picture.setAttribute('height', String(this.size()));
      host.replaceChildren(picture);
    });
  }
}

const drawn = new WeakMap<IconNode, Element>();

function copyOf(icon: IconNode): Element {
  const kept = drawn.get(icon) ?? draw(icon);
  drawn.set(icon, kept);
  return kept.cloneNode(true) as Element;
}

const look = {
  viewBox: '0 0 24 24',
  fill: 'none',
  stroke: 'currentColor',
  'stroke-width': '1.75',
  'stroke-linecap': 'round',
  'stroke-linejoin': 'round',
};

function draw(icon: IconNode): Element {
  const picture = make('svg', look);
  picture.append(...icon.map(([tag, attributes]) => make(tag, attributes)));
  return picture;
}

function make(tag: string, attributes: Readonly<Record<string, string | number | undefined>>): Element {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined) element.setAttribute(name, String(value));
  return element;
}
