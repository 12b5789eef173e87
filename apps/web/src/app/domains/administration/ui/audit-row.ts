import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { ItemOf } from '../../../shared/data/paged.ts';
import { TimeAgo } from '../../../shared/ui/time-ago.ts';
import { Words } from '../../../shared/util/words.ts';

/** One entry of the audit log of the installation; what changed is folded. */
@Component({
  // A row of a table has to be one.
  // eslint-disable-next-line @angular-eslint/component-selector -- attribute of tr, else the table is none
  selector: 'tr[app-audit-row]',
  imports: [RouterLink, TimeAgo],
  template: `<td class="full">
      <span class="min-w-0">
        <span class="block font-medium">{{ t('audit_actions.' + of().action) }}</span>
        @if (of().subject?.label; as label) {
          <span class="block [overflow-wrap:anywhere] text-muted">{{ label }}</span>
        }
        @if (changes().length > 0) {
          <details>
            <summary class="cursor-pointer text-muted">{{ t('administration.audit.details') }}</summary>
            <dl class="facts m-0 mt-2">
              @for (change of changes(); track change.name) {
                <dt>
                  <code>{{ change.name }}</code>
                </dt>
                <dd class="break-all">
                  @if (change.before !== '') {
                    <code class="text-muted line-through">{{ change.before }}</code>
                  }
                  @if (change.after !== '') {
                    <code>{{ change.after }}</code>
                  }
                </dd>
              }
            </dl>
          </details>
        }
      </span>
    </td>
    <td>
      <span class="min-w-0 break-all">
        {{ of().actor.label ?? t('administration.actor.' + of().actor.kind) }}
        @if (of().actor.kind === 'key') {
          <span class="block text-muted">{{ t('administration.actor.key') }}</span>
        }
      </span>
    </td>
    <td class="phone-hidden text-muted">
      @if (of().actor.ip; as ip) {
        <span class="mono block">{{ ip }}</span>
      }
      @if (of().organization_id; as id) {
        <a [routerLink]="['/administration/organizations', id]">{{
          t('administration.organizations.show')
        }}</a>
      } @else if (!of().actor.ip) {
        –
      }
    </td>
    <td class="text-muted"><app-time-ago [of]="of().at" /></td>`,
})
export class AuditRow {
  readonly of = input.required<ItemOf<'listAllAuditEntries'>>();
  protected readonly t = inject(Words).t;
  /** What changed, name by name. */
  protected readonly changes = computed(() => {
    const { before, after } = this.of();
    const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
    return names.map((name) => ({ name, before: inShort(before?.[name]), after: inShort(after?.[name]) }));
  });
}

function inShort(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
