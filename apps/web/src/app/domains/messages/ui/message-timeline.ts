import { Component, computed, inject, input, output } from '@angular/core';
import { Address } from '../../../shared/ui/address.ts';
import { StateChip } from '../../../shared/ui/state-chip.ts';
import { Timeline } from '../../../shared/ui/timeline.ts';
import { Words } from '../../../shared/util/words.ts';
import { Sayer } from '../data/sayer.ts';
import { TimelineLines } from '../data/timeline-lines.ts';
import { ofOne, shownDestination } from '../util/headline.ts';
import type { Message, MessageDelivery } from '../util/told.ts';

/** An action on a delivery, by its name below `messages.action`. */
export interface DeliveryAction {
  readonly name: string;
  readonly delivery: MessageDelivery;
}

/** What happened to a message, line by line: its reception, then each delivery. */
@Component({
  selector: 'app-message-timeline',
  imports: [Address, StateChip, Timeline],
  host: { class: 'grid gap-4' },
  template: `<section class="card padded">
      @if (isSplit()) {
        <h2 class="m-0 mb-3 text-[15px]">{{ t('messages.detail.reception') }}</h2>
      }
      <app-timeline [lines]="reception()" [isBusy]="isBusy()" (acted)="act($event.line.id, $event.name)" />
    </section>
    @for (section of sections(); track section.delivery.id) {
      <section class="card padded">
        <h2 class="m-0 mb-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-[15px]">
          @if (section.destination; as destination) {
            <span>{{ t('messages.detail.delivery_to', { address: destination }) }}</span>
          } @else {
            {{ t('messages.detail.delivery_nowhere') }}
          }
          <app-state-chip [of]="section.delivery.state" />
        </h2>
        <p class="m-0 mb-3 flex flex-wrap items-center gap-x-2 text-[13px] text-muted">
          <app-address [of]="section.delivery.recipient" /><span>{{ section.words }}</span>
        </p>
        <app-timeline
          [lines]="section.lines"
          [isBusy]="isBusy()"
          (acted)="act($event.line.id, $event.name)"
        />
      </section>
    }`,
})
export class MessageTimeline {
  readonly of = input.required<Message>();
  readonly isBusy = input(false);
  readonly acted = output<DeliveryAction>();
  protected readonly t = inject(Words).t;
  readonly #lines = inject(TimelineLines);
  readonly #sayer = inject(Sayer);
  protected readonly isSplit = computed(() => this.of().deliveries.length > 1);

  /** Of one delivery everything stands in one timeline. */
  protected readonly reception = computed(() => {
    const common = this.#lines.linesOf(this.of(), null);
    const [only, ...others] = this.of().deliveries;
    if (only === undefined || others.length > 0) return common;
    // Both are in the order of their places.
    return [...common, ...this.#lines.linesOf(this.of(), only.id)].sort(
      (a, b) => Number(a.id) - Number(b.id),
    );
  });

  protected readonly sections = computed(() => {
    if (!this.isSplit()) return [];
    return this.of().deliveries.map((delivery) => ({
      delivery,
      destination: shownDestination(delivery),
      words: this.#sayer.say(ofOne(delivery, this.of())) ?? '',
      lines: this.#lines.linesOf(this.of(), delivery.id),
    }));
  });

  protected act(lineId: string, name: string): void {
    const deliveryId = this.of().timeline[Number(lineId)]?.delivery_id;
    const delivery = this.of().deliveries.find(({ id }) => id === deliveryId);
    if (delivery !== undefined) this.acted.emit({ name, delivery });
  }
}
