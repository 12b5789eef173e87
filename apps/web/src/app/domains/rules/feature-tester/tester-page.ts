import { Component, computed, inject, input } from '@angular/core';
import { loading } from '../../../shared/data/loading.ts';
import { PageHeader } from '../../../shared/ui/page-header.ts';
import { Words } from '../../../shared/util/words.ts';
import { loadAllMailboxes } from '../data/all-pages.ts';
import { ruleWording } from '../data/rule-wording.ts';
import { RuleTester } from '../ui/rule-tester.ts';
import { RulesTabs } from '../ui/rules-tabs.ts';

/** The tester: what the saved rules do with a message. `?message=` names one that came, `?alias=` an alias. */
@Component({
  selector: 'app-tester-page',
  imports: [PageHeader, RulesTabs, RuleTester],
  template: `<div class="page">
    <app-page-header [title]="t('rules.test.title')" [text]="t('rules.test.text')" />
    <app-rules-tabs />
    <app-rule-tester
      [wording]="wording()"
      [startWith]="message() ?? ''"
      [forAlias]="named()"
      [isWide]="true"
    />
  </div>`,
})
export class TesterPage {
  readonly message = input<string>();
  readonly alias = input<string>();
  protected readonly t = inject(Words).t;
  protected readonly wording = ruleWording(loadAllMailboxes().value);
  readonly #alias = loading('getAlias', () => {
    const alias_id = this.alias();
    return alias_id === undefined ? undefined : { params: { alias_id } };
  });
  protected readonly named = computed(() => {
    const alias = this.#alias.value();
    return alias === undefined ? undefined : { id: alias.id, address: alias.address };
  });
}
