import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { ArrowRight } from 'lucide';
import { Address } from '../../../shared/ui/address.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { StateChip } from '../../../shared/ui/state-chip.ts';
import { StateMark } from '../../../shared/ui/state-mark.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { Words } from '../../../shared/util/words.ts';
import { Sayer } from '../data/sayer.ts';
import { headlineOf } from '../util/headline.ts';
import { senderOf } from '../util/shown-message.ts';
import type { Message } from '../util/told.ts';
import { Sender } from '../../../shared/ui/sender.ts';

/** Who wrote to whom, and what became of it: sender → alias → mailbox, and the final state large. */
@Component({
  selector: 'app-message-head',
  imports: [Address, Icon, RouterLink, Sender, StateChip, StateMark],
  host: { class: 'card padded grid gap-4' },
  template: `<div class="flex flex-wrap items-center gap-x-3 gap-y-1.5">
      <app-sender [of]="sender()" [copies]="true" />
      @for (stop of route(); track $index) {
        <app-icon class="text-faint" [of]="arrow" [size]="16" /><span class="sr-only">{{
          t('messages.detail.arrow')
        }}</span>
        @if (stop.path; as path) {
          <a class="min-w-0 text-text" [routerLink]="path"><app-address [of]="stop.address" /></a>
        } @else {
          <app-address [of]="stop.address" [copies]="true" />
        }
      }
      @if (of().deliveries.length > 1) {
        <span class="text-muted">{{ tn('messages.detail.and_more', of().deliveries.length - 1) }}</span>
      }
    </div>
    @if (headline(); as headline) {
      <p class="m-0 flex items-start gap-3 text-[20px] leading-7 font-semibold tracking-[-0.01em]">
        <app-state-mark [of]="headline.state" />
        <span class="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
          <span class="min-w-0 break-words">{{ headline.words }}</span>
          @for (other of others(); track other.state) {
            <app-state-chip [of]="other.state" [text]="other.text" />
          }
        </span>
      </p>
    }
    <p class="m-0 flex flex-wrap gap-x-4 gap-y-1 text-[13px] text-muted">
      <span class="tabular">{{
        t('messages.detail.received', { time: formats.dateTime(of().received_at) })
      }}</span>
      <span class="tabular">{{ t('messages.detail.size', { size: formats.bytes(of().size_bytes) }) }}</span>
      @if (of().message_id_header; as id) {
        <span class="min-w-0 break-all"
          >{{ t('messages.detail.message_id') }} <span class="mono text-[13px]">{{ id }}</span></span
        >
      }
    </p>`,
})
export class MessageHead {
  readonly of = input.required<Message>();
  protected readonly t = inject(Words).t;
  protected readonly tn = inject(Words).tn;
  protected readonly formats = inject(Formats);
  readonly #sayer = inject(Sayer);
  protected readonly arrow = ArrowRight;
  protected readonly sender = computed(() => senderOf(this.of()));
  protected readonly headline = computed(() => {
    const headline = headlineOf(this.of());
    if (headline === undefined) return undefined;
    const words = this.#sayer.say(headline.sentence) ?? this.t(`state.${headline.state}`);
    return { state: headline.state, words };
  });
  /** Of several deliveries, the states of those that are not delivered. */
  protected readonly others = computed(() => {
    const { deliveries } = this.of();
    if (deliveries.length < 2) return [];
    const counts = Map.groupBy(deliveries, ({ state }) => state);
    return [...counts]
      .filter(([state]) => state !== 'delivered')
      .map(([state, of]) => ({
        state,
        text: `${this.t(`state.${state}`)} ${this.formats.number(of.length)}`,
      }));
  });
  /** The stops behind the sender; one that is not ours has no page. */
  protected readonly route = computed(() => {
    const [first] = this.of().deliveries;
    if (first === undefined)
      return this.of()
        .rcpt_to.slice(0, 1)
        .map((address) => ({ address, path: undefined }));
    const { alias, mailbox, recipient, destination } = first;
    const stops = [{ address: recipient, path: alias === null ? undefined : `/aliases/${alias.id}` }];
    const target = mailbox?.address ?? destination;
    if (target !== null && target !== recipient)
      stops.push({ address: target, path: mailbox === null ? undefined : `/mailboxes/${mailbox.id}` });
    return stops;
  });
}
