import { inject, Injectable } from '@angular/core';
import type { Arguments } from '@smtpy/contract/web';
import { Api } from '../../../shared/data/api.ts';
import type { Loading } from '../../../shared/data/loading.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';
import { reorder } from '../util/groups.ts';
import type { Rule } from './all-pages.ts';

/** Changes of rules from a list of them: each shows at once, and is taken back when the server does not take it. */
@Injectable({ providedIn: 'root' })
export class RuleChanges {
  readonly #api = inject(Api);
  readonly #toasts = inject(ToastList);
  readonly #t = inject(Words).t;

  /** Switches a rule on or off. */
  async switch(list: Loading<readonly Rule[]>, rule: Rule, isEnabled: boolean): Promise<void> {
    const set = (isOn: boolean): void =>
      this.#change(list, (each) => (each.id === rule.id ? { ...each, is_enabled: isOn } : each));
    set(isEnabled);
    try {
      await this.#api.call('changeRule', { params: { rule_id: rule.id }, body: { is_enabled: isEnabled } });
    } catch (error) {
      set(!isEnabled);
      this.#toasts.failed(error);
    }
  }

  /** Moves a rule within its group; the first place is 0. False: it stays where it was. */
  async move(list: Loading<readonly Rule[]>, rule: Rule, toIndex: number): Promise<boolean> {
    const before = list.value() ?? [];
    const { rules, ids } = reorder(before, rule, toIndex);
    list.put(rules);
    try {
      const alias_id = rule.alias?.id ?? null;
      await this.#api.call('orderRules', { body: { alias_id, rule_ids: [...ids] } });
      return true;
    } catch (error) {
      list.put(before);
      this.#toasts.failed(error);
      // Somebody else may have made or deleted one.
      list.reload();
      return false;
    }
  }

  /** Deletes a rule, with the way back: the same rule made anew in its place. */
  async remove(list: Loading<readonly Rule[]>, rule: Rule): Promise<void> {
    const before = list.value() ?? [];
    list.put(before.filter(({ id }) => id !== rule.id));
    try {
      await this.#api.call('deleteRule', { params: { rule_id: rule.id } });
      const text = this.#t('rules.deleted', { name: rule.name });
      const undo = { label: this.#t('action.undo'), run: () => void this.#restore(list, rule) };
      this.#toasts.done(text, rule.definition === null ? undefined : undo);
    } catch (error) {
      list.put(before);
      this.#toasts.failed(error);
    }
    list.reload();
  }

  async #restore(list: Loading<readonly Rule[]>, rule: Rule): Promise<void> {
    const body = {
      name: rule.name,
      alias_id: rule.alias?.id ?? null,
      definition: rule.definition ?? undefined,
      is_enabled: rule.is_enabled,
      position: rule.position,
    } as NonNullable<Arguments<'createRule'>['body']>;
    try {
      await this.#api.call('createRule', { body });
    } catch (error) {
      this.#toasts.failed(error, {
        label: this.#t('action.retry'),
        run: () => void this.#restore(list, rule),
      });
    }
    list.reload();
  }

  #change(list: Loading<readonly Rule[]>, change: (rule: Rule) => Rule): void {
    list.put((list.value() ?? []).map(change));
  }
}
