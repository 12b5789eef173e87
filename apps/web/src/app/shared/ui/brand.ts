import { Component } from '@angular/core';

/** Sign and name, as large as the text around them. The first screens show the same template. */
@Component({
  selector: 'app-brand',
  host: { class: 'inline-flex items-center gap-2.5' },
  templateUrl: './brand.html',
})
export class Brand {}
