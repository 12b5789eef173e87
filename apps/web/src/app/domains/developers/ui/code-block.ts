import { Component, input } from '@angular/core';
import { CopyButton } from '../../../shared/ui/copy-button.ts';

/** Some lines of code, and a button that copies them. */
@Component({
  selector: 'app-code-block',
  imports: [CopyButton],
  host: { class: 'relative block min-w-0' },
  template: `<pre
      class="m-0 overflow-x-auto rounded-lg border border-line bg-sunken p-3 pr-12 leading-5"
      tabindex="0"
      [attr.aria-label]="what()"
    ><code>{{ of() }}</code></pre>
    <app-copy-button
      class="absolute top-1.5 right-1.5 rounded-lg bg-sunken"
      [text]="of()"
      [what]="what()"
    />`,
})
export class CodeBlock {
  readonly of = input.required<string>();
  /** What it is, for screen readers. */
  readonly what = input.required<string>();
}
