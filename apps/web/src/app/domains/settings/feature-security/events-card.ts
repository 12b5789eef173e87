import { Component, inject } from '@angular/core';
import { paged } from '../../../shared/data/paged.ts';
import { ListFrame } from '../../../shared/ui/list-frame.ts';
import { EmptyState } from '../../../shared/ui/empty-state.ts';
import { TimeAgo } from '../../../shared/ui/time-ago.ts';
import { Words } from '../../../shared/util/words.ts';
import { DeviceNames } from '../ui/device-names.ts';

const rowsPerPage = 10;

/** What was done with the account, by the person and by others. */
@Component({
  selector: 'app-events-card',
  imports: [EmptyState, ListFrame, TimeAgo],
  host: { class: 'grid grid-cols-1 gap-3' },
  template: `<div>
      <h2 class="m-0">{{ t('settings.events.title') }}</h2>
      <p class="m-0 mt-1 text-muted">{{ t('settings.events.text') }}</p>
    </div>
    <app-list-frame [list]="list" [skeletonRows]="5">
      <app-empty-state empty [title]="t('settings.events.none')" />
      <table class="table cards">
        <caption class="sr-only">
          {{
            t('settings.events.title')
          }}
        </caption>
        <thead>
          <tr>
            <th scope="col">{{ t('settings.events.what') }}</th>
            <th scope="col">{{ t('settings.events.who') }}</th>
            <th scope="col">{{ t('settings.events.where') }}</th>
            <th scope="col">{{ t('settings.events.when') }}</th>
          </tr>
        </thead>
        <tbody>
          @for (entry of list.items(); track entry.id) {
            <tr>
              <td class="font-medium">
                <span
                  >{{ t('audit_actions.' + entry.action) }}
                  @if (entry.subject?.label; as label) {
                    <span class="block font-normal [overflow-wrap:anywhere] text-muted">{{ label }}</span>
                  }
                </span>
              </td>
              <td class="phone-hidden text-muted">
                {{
                  t(
                    entry.key_id !== null
                      ? 'settings.events.by_key'
                      : entry.is_own
                        ? 'settings.events.by_you'
                        : 'settings.events.by_other'
                  )
                }}
              </td>
              <td class="full text-muted">
                @if (entry.ip; as ip) {
                  <span
                    >{{ names.of(entry.user_agent) }} · <span class="mono">{{ ip }}</span></span
                  >
                } @else {
                  <span class="phone-hidden">–</span>
                }
              </td>
              <td class="text-muted"><app-time-ago [of]="entry.at" /></td>
            </tr>
          }
        </tbody>
      </table>
    </app-list-frame>`,
})
export class EventsCard {
  protected readonly t = inject(Words).t;
  protected readonly names = inject(DeviceNames);
  protected readonly list = paged('listAccountAuditEntries', () => ({ query: { limit: rowsPerPage } }));
}
