import { inject, Injectable } from '@angular/core';
import type { Answer, Arguments, RuleDefinition } from '@smtpy/contract/web';
import { Api } from '../../../shared/data/api.ts';

/** What a rule is apart from its place. */
export interface RuleContent {
  readonly name: string;
  readonly isEnabled: boolean;
  readonly definition: RuleDefinition;
}

type Body<Id extends 'createRule' | 'changeRule'> = NonNullable<Arguments<Id>['body']>;

/** Saving of a rule. */
@Injectable({ providedIn: 'root' })
export class RuleEdit {
  readonly #api = inject(Api);

  /** Makes a rule for an alias, or for all; it comes behind the others. Throws a Failure where it is not taken. */
  create(content: RuleContent, aliasId: string | null): Promise<Answer<'createRule'>> {
    const body = { ...toBody(content), alias_id: aliasId } as Body<'createRule'>;
    return this.#api.call('createRule', { body });
  }

  /** Changes a rule. Throws a Failure where that is not taken. */
  change(id: string, content: RuleContent): Promise<Answer<'changeRule'>> {
    const body = toBody(content) as Body<'changeRule'>;
    return this.#api.call('changeRule', { params: { rule_id: id }, body });
  }
}

function toBody({ name, isEnabled, definition }: RuleContent) {
  return { name: name.trim(), is_enabled: isEnabled, definition };
}
