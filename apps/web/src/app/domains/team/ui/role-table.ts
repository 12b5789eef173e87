import { Component, inject } from '@angular/core';
import { Check, Eye, Minus } from 'lucide';
import { isAtLeast, memberRoles, resources, type MemberRole } from '@smtpy/contract/web';
import { Icon } from '../../../shared/ui/icon.ts';
import { Words } from '../../../shared/util/words.ts';

type Access = 'change' | 'look' | 'none';

/** Lowest roles of a resource. */
interface Lowest {
  readonly read?: MemberRole;
  readonly write?: MemberRole;
}

/** What each role may do, by what the server decides with. */
@Component({
  selector: 'app-role-table',
  imports: [Icon],
  host: {
    class: 'relative block overflow-x-auto',
    tabindex: '0',
    role: 'group',
    '[attr.aria-label]': "t('team.roles.title')",
  },
  template: `<table class="table min-w-[460px]">
      <thead>
        <tr>
          <th scope="col">{{ t('team.roles.what') }}</th>
          @for (role of roles; track role) {
            <th scope="col" class="!text-center">{{ t('role.' + role) }}</th>
          }
        </tr>
      </thead>
      <tbody>
        @for (row of rows; track row.name) {
          <tr>
            <td class="w-full">{{ t('team.resource.' + row.name) }}</td>
            @for (access of row.access; track $index) {
              <td class="!text-center whitespace-nowrap">
                <app-icon
                  [of]="icons[access]"
                  [size]="16"
                  [class.text-green]="access === 'change'"
                  [class.text-muted]="access !== 'change'"
                  [title]="t('team.access.' + access)"
                /><span class="sr-only">{{ t('team.access.' + access) }}</span>
              </td>
            }
          </tr>
        }
      </tbody>
    </table>
    <p
      class="m-0 flex flex-wrap gap-x-5 gap-y-1 border-t border-line px-4 py-2.5 text-[13px] text-muted"
      aria-hidden="true"
    >
      @for (access of accesses; track access) {
        <span class="inline-flex items-center gap-1.5"
          ><app-icon [of]="icons[access]" [size]="15" />{{ t('team.access.' + access) }}</span
        >
      }
    </p>`,
})
export class RoleTable {
  protected readonly t = inject(Words).t;
  protected readonly roles = memberRoles;
  protected readonly accesses = ['change', 'look', 'none'] as const;
  protected readonly icons = { change: Check, look: Eye, none: Minus } as const;
  protected readonly rows = Object.entries(resources).map(([name, lowest]) => ({
    name,
    access: memberRoles.map((role) => accessOf(role, lowest)),
  }));
}

function accessOf(role: MemberRole, { read, write }: Lowest): Access {
  if (write !== undefined && isAtLeast(role, write)) return 'change';
  return read !== undefined && isAtLeast(role, read) ? 'look' : 'none';
}
