import { Component, computed, inject } from '@angular/core';
import { Session } from '../../../shared/data/session.ts';
import { Choice } from '../../../shared/ui/choice.ts';
import { Field } from '../../../shared/ui/field.ts';
import { FieldControl } from '../../../shared/ui/field-control.ts';
import { Section } from '../../../shared/ui/section.ts';
import { Switch } from '../../../shared/ui/switch.ts';
import { Clock } from '../../../shared/util/clock.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';
import { OwnPreferences, type PreferencesChange } from '../data/own-preferences.ts';
import { groupTimeZones, knownTimeZones } from '../util/time-zones.ts';

const notices = [
  'failed_forward',
  'domain_changed',
  'mailbox_paused',
  'new_sign_in',
  'weekly_summary',
] as const;

/** Language, look, dates, and which mails. Each change holds at once. */
@Component({
  selector: 'app-preferences',
  imports: [Choice, Field, FieldControl, Section, Switch],
  host: { class: 'grid grid-cols-1 gap-10' },
  template: `@if (preferences.value(); as value) {
    <app-section [title]="t('settings.look.title')" [text]="t('settings.look.text')">
      <div class="grid gap-5">
        <app-choice
          [label]="t('nav.language')"
          [choices]="languages()"
          [value]="value.language"
          (chosen)="change({ language: $event })"
        />
        <app-choice
          [label]="t('nav.theme')"
          [choices]="themes()"
          [value]="value.theme"
          (chosen)="change({ theme: $event })"
        />
      </div>
    </app-section>
    <app-section [title]="t('settings.dates.title')" [text]="t('settings.dates.text')">
      <div class="grid gap-5">
        <app-field class="max-w-[440px]" [label]="t('settings.dates.zone')">
          <select
            class="input"
            appFieldControl
            [value]="value.time_zone"
            (change)="change({ time_zone: $any($event.target).value })"
          >
            <option value="system" [selected]="value.time_zone === 'system'">
              {{ t('settings.dates.zone_system', { zone: systemZone }) }}
            </option>
            @for (group of zones; track group.name) {
              <optgroup [label]="group.name">
                @for (each of group.zones; track each.id) {
                  <option [value]="each.id" [selected]="value.time_zone === each.id">{{ each.label }}</option>
                }
              </optgroup>
            }
          </select>
        </app-field>
        <app-choice
          [label]="t('settings.dates.date')"
          [choices]="dateStyles()"
          [value]="value.date_style"
          (chosen)="change({ date_style: $event })"
        />
        <app-choice
          [label]="t('settings.dates.time')"
          [choices]="timeStyles()"
          [value]="value.time_style"
          (chosen)="change({ time_style: $event })"
        />
        <p class="m-0 text-muted">
          {{ t('settings.dates.example') }}
          <span class="tabular font-medium text-text">{{ now() }}</span>
        </p>
      </div>
    </app-section>
    <app-section [title]="t('settings.mails.title')" [text]="mailsText()" [isPadded]="false">
      <ul class="rows m-0 list-none p-0">
        @for (notice of notices; track notice) {
          <li class="flex items-center gap-4 px-5 py-3.5">
            <span class="min-w-0 flex-1">
              <span class="block font-medium">{{ t('settings.mails.' + notice) }}</span>
              <span class="block text-[13px] text-muted">{{ t('settings.mails_text.' + notice) }}</span>
            </span>
            <app-switch
              [label]="t('settings.mails.' + notice)"
              [isOn]="value.notices[notice]"
              (flipped)="changeNotice(notice, $event)"
            />
          </li>
        }
      </ul>
    </app-section>
  }`,
})
export class Preferences {
  protected readonly preferences = inject(OwnPreferences);
  readonly #session = inject(Session);
  readonly #toasts = inject(ToastList);
  readonly #formats = inject(Formats);
  readonly #clock = inject(Clock);
  protected readonly t = inject(Words).t;
  protected readonly notices = notices;
  protected readonly zones = groupTimeZones(knownTimeZones());
  protected readonly systemZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  protected readonly now = computed(() => this.#formats.dateTime(new Date(this.#clock.now())));
  protected readonly mailsText = computed(() =>
    this.t('settings.mails.text', { address: this.#session.account()?.email ?? '' }),
  );
  protected readonly languages = computed(() => [
    { value: 'system' as const, label: this.t('settings.look.language_system') },
    { value: 'en' as const, label: 'English', lang: 'en' },
    { value: 'fr' as const, label: 'Français', lang: 'fr' },
  ]);
  protected readonly themes = computed(() => [
    { value: 'system' as const, label: this.t('nav.theme_system') },
    { value: 'light' as const, label: this.t('nav.theme_light') },
    { value: 'dark' as const, label: this.t('nav.theme_dark') },
  ]);
  protected readonly dateStyles = computed(() => [
    { value: 'system' as const, label: this.t('settings.dates.by_language') },
    { value: 'iso' as const, label: '2026-11-22' },
    { value: 'day_first' as const, label: '22/11/2026' },
    { value: 'month_first' as const, label: '11/22/2026' },
  ]);
  protected readonly timeStyles = computed(() => [
    { value: 'system' as const, label: this.t('settings.dates.by_language') },
    { value: '24h' as const, label: '21:05' },
    { value: '12h' as const, label: '9:05 pm' },
  ]);

  protected changeNotice(notice: (typeof notices)[number], isWanted: boolean): Promise<void> {
    return this.change({ notices: { [notice]: isWanted } });
  }

  protected async change(change: PreferencesChange): Promise<void> {
    try {
      await this.preferences.change(change);
    } catch (error) {
      this.#toasts.failed(error);
    }
  }
}
