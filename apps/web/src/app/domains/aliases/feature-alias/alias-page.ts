import { Component, computed, effect, inject, input } from '@angular/core';
import { RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { CdkMenu, CdkMenuItem, CdkMenuTrigger } from '@angular/cdk/menu';
import { Ellipsis, Pin, PinOff, RotateCcw, Trash2, TriangleAlert } from 'lucide';
import { CopyButton } from '../../../shared/ui/copy-button.ts';
import { FailurePanel } from '../../../shared/ui/failure-panel.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { PageHeader } from '../../../shared/ui/page-header.ts';
import { Skeleton } from '../../../shared/ui/skeleton.ts';
import { Switch } from '../../../shared/ui/switch.ts';
import { Clock } from '../../../shared/util/clock.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { pageTitle } from '../../../shared/util/page-titles.ts';
import { Words } from '../../../shared/util/words.ts';
import { AliasInHand } from '../data/alias-in-hand.ts';
import { daysLeft } from '../util/days-left.ts';
import { whyIdle } from '../util/why-idle.ts';

/** One alias: its head, and beneath it what happens, how it works, who writes, and mail programs, each a page of its own. */
@Component({
  selector: 'app-alias-page',
  imports: [
    CdkMenu,
    CdkMenuItem,
    CdkMenuTrigger,
    CopyButton,
    FailurePanel,
    Icon,
    PageHeader,
    RouterLink,
    RouterLinkActive,
    RouterOutlet,
    Skeleton,
    Switch,
  ],
  providers: [AliasInHand],
  templateUrl: './alias-page.html',
})
export class AliasPage {
  /** Of the path. */
  readonly aliasId = input.required<string>();
  protected readonly hand = inject(AliasInHand);
  protected readonly t = inject(Words).t;
  protected readonly tn = inject(Words).tn;
  protected readonly formats = inject(Formats);
  readonly #clock = inject(Clock);
  protected readonly back = computed(() => ({ path: '/aliases', label: this.t('aliases.title') }));
  /** Why mail does not get through, where it does not. */
  protected readonly idle = computed(() => {
    const alias = this.hand.alias();
    return alias === undefined ? undefined : whyIdle(alias, this.#clock.now());
  });
  protected readonly days = computed(() => {
    const deletedAt = this.hand.alias()?.deleted_at ?? null;
    return deletedAt === null ? 0 : daysLeft(deletedAt, this.#clock.now());
  });
  protected readonly views = [
    { path: './', name: 'activity', isExact: true },
    { path: 'settings', name: 'settings', isExact: false },
    { path: 'senders', name: 'senders', isExact: false },
    { path: 'sending', name: 'sending', isExact: false },
  ] as const;
  protected readonly dots = Ellipsis;
  protected readonly pin = Pin;
  protected readonly unpin = PinOff;
  protected readonly bin = Trash2;
  protected readonly restoreIcon = RotateCcw;
  protected readonly warning = TriangleAlert;

  constructor() {
    effect(() => this.hand.show(this.aliasId()));
    pageTitle(() => this.hand.alias()?.address);
  }

  protected flip(isEnabled: boolean): void {
    const address = this.hand.alias()?.address;
    const done = this.t(isEnabled ? 'aliases.done.on' : 'aliases.done.off', { address });
    void this.hand.change({ is_enabled: isEnabled }, done);
  }

  protected togglePin(isPinned: boolean): void {
    void this.hand.change({ is_pinned: !isPinned });
  }
}
