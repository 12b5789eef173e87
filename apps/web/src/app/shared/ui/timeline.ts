import { Component, computed, inject, input, output, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { ChevronDown, ChevronRight, type IconNode } from 'lucide';
import { Formats } from '../util/formats.ts';
import { Words } from '../util/words.ts';
import { CopyButton } from './copy-button.ts';
import { Icon } from './icon.ts';

/** How a line of a timeline looks. */
export type TimelineTone = 'plain' | 'green' | 'amber' | 'red' | 'violet' | 'quiet';

/** One dated fact, ready to be shown. */
export interface TimelineLine {
  /** Unique within the timeline. */
  readonly id: string;
  /** RFC 3339. */
  readonly at: string;
  readonly icon: IconNode;
  readonly tone: TimelineTone;
  readonly label: string;
  readonly sentence: string;
  /** Whether the sentence is in English whatever the language of the pages. */
  readonly isEnglish: boolean;
  /** What somebody else wrote, as it was. */
  readonly quote?: string | undefined;
  /** What it means, in a sentence. */
  readonly meaning?: string | undefined;
  /** The raw facts; shown as JSON when the line is opened. */
  readonly facts: unknown;
  /** What can be done about it. One with a path is a link. */
  readonly actions: readonly {
    readonly name: string;
    readonly label: string;
    readonly path?: string;
    readonly isPrimary?: boolean;
  }[];
}

/** Dated facts, one under the other: time, icon, sentence; each opens to its raw facts, and carries what can be done about it. */
@Component({
  selector: 'app-timeline',
  imports: [CopyButton, Icon, RouterLink],
  host: { class: 'block' },
  template: `<ol class="m-0 list-none p-0">
    @for (line of lines(); track line.id; let isLast = $last) {
      @if (days().get(line.id); as day) {
        <li class="pt-1 pb-2 text-[13px] font-medium text-muted md:pl-[118px]">{{ day }}</li>
      }
      <li class="line relative grid" [class.last]="isLast">
        <button
          type="button"
          class="head rounded-lg text-left hover:bg-hover"
          [attr.aria-expanded]="isOpen(line)"
          (click)="toggle(line)"
        >
          <time class="time tabular text-muted" [attr.datetime]="line.at">{{
            formats.timeExact(line.at)
          }}</time>
          <span class="dot bg-card {{ line.tone }}"><app-icon [of]="line.icon" [size]="16" /></span>
          <span class="what font-semibold {{ line.tone }}">{{ line.label }}</span>
          <span class="words min-w-0 break-words">
            <span [attr.lang]="line.isEnglish ? 'en' : null">{{ line.sentence }}</span>
            @if (line.quote; as quote) {
              <span class="mono mt-0.5 block text-[13px] break-words text-muted" lang="en">{{ quote }}</span>
            }
            @if (line.meaning; as meaning) {
              <span class="mt-0.5 block text-muted">{{ meaning }}</span>
            }
          </span>
          <app-icon class="fold text-faint" [of]="isOpen(line) ? down : right" [size]="15" />
        </button>
        @if (line.actions.length > 0) {
          <div class="rest flex flex-wrap gap-2 pt-1 pb-2">
            @for (offer of line.actions; track offer.name) {
              @if (offer.path; as path) {
                <a class="btn small" [routerLink]="path">{{ offer.label }}</a>
              } @else {
                <button
                  type="button"
                  class="btn small"
                  [class.primary]="offer.isPrimary"
                  [disabled]="isBusy()"
                  (click)="acted.emit({ line, name: offer.name })"
                >
                  {{ offer.label }}
                </button>
              }
            }
          </div>
        }
        @if (isOpen(line)) {
          <div class="rest pb-3">
            <div class="relative rounded-lg border border-line bg-sunken">
              <pre
                class="mono m-0 max-h-80 overflow-auto p-3 pr-12 text-[13px] leading-5"
                tabindex="0"
                role="region"
                [attr.aria-label]="t('timeline.facts', { what: line.label })"
                >{{ json(line) }}</pre>
              <app-copy-button class="absolute top-1.5 right-1.5" [text]="json(line)" [what]="line.label" />
            </div>
          </div>
        }
      </li>
    }
  </ol>`,
  styles: `
    .head {
      display: grid;
      grid-template-columns: 92px 26px 118px minmax(0, 1fr) 16px;
      gap: 2px 10px;
      align-items: start;
      width: 100%;
      padding: 5px 8px 5px 0;
      border: 0;
      background: none;
      color: inherit;
      font: inherit;
      font-size: 13px;
      line-height: 20px;
      cursor: pointer;
    }
    .time {
      text-align: right;
    }
    .dot {
      position: relative;
      z-index: 1;
      display: inline-grid;
      width: 26px;
      height: 20px;
      place-content: center;
    }
    .head:hover .dot {
      background: var(--hover);
    }
    /* The line through the dots. */
    .line::before {
      content: '';
      position: absolute;
      top: 12px;
      bottom: -12px;
      left: 114px;
      width: 1px;
      background: var(--line);
    }
    .line.last::before {
      display: none;
    }
    .rest {
      padding-left: 138px;
    }
    .fold {
      padding-top: 3px;
    }
    .plain {
      color: var(--text);
    }
    .dot.plain,
    .quiet {
      color: var(--muted);
    }
    .green {
      color: var(--green);
    }
    .amber {
      color: var(--amber);
    }
    .red {
      color: var(--red);
    }
    .violet {
      color: var(--violet);
    }
    @media (max-width: 767px) {
      .head {
        grid-template-columns: 26px minmax(0, 1fr) auto 16px;
      }
      .time {
        grid-area: 1 / 3;
      }
      .dot {
        grid-area: 1 / 1;
      }
      .what {
        grid-area: 1 / 2;
      }
      .fold {
        grid-area: 1 / 4;
      }
      .words {
        grid-area: 2 / 2 / 2 / 5;
      }
      .line::before {
        left: 12px;
      }
      .rest {
        padding-left: 36px;
      }
    }
  `,
})
export class Timeline {
  /** Oldest first. */
  readonly lines = input.required<readonly TimelineLine[]>();
  /** Whether something is being done: then nothing else can be. */
  readonly isBusy = input(false);
  /** An action of a line was chosen. */
  readonly acted = output<{ readonly line: TimelineLine; readonly name: string }>();
  protected readonly t = inject(Words).t;
  protected readonly formats = inject(Formats);
  protected readonly down = ChevronDown;
  protected readonly right = ChevronRight;
  readonly #open = signal<ReadonlySet<string>>(new Set());

  /** The day, at the first line of each. */
  protected readonly days = computed(() => {
    const days = new Map<string, string>();
    let last = '';
    for (const { id, at } of this.lines()) {
      const day = this.formats.date(at);
      if (day !== last) days.set(id, day);
      last = day;
    }
    return days;
  });

  protected isOpen({ id }: TimelineLine): boolean {
    return this.#open().has(id);
  }

  protected toggle({ id }: TimelineLine): void {
    this.#open.update((open) => {
      const next = new Set(open);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }

  protected json({ facts }: TimelineLine): string {
    return JSON.stringify(facts, null, 2);
  }
}
