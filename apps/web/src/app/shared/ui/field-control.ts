import { Directive, inject } from '@angular/core';
import { Field } from './field.ts';

/** The control within a {@link Field}: takes the id that the label names, and tells those who hear the page what stands below. */
@Directive({
  selector: '[appFieldControl]',
  host: {
    '[id]': 'field.id',
    '[attr.aria-describedby]': 'field.describedBy()',
    '[attr.aria-invalid]': 'field.isInvalid()',
  },
})
export class FieldControl {
  protected readonly field = inject(Field);
}
