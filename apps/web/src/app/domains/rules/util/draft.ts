import type {
  CheckMethod,
  CheckResult,
  ConditionField,
  ConditionOperator,
  SizeUnit,
  Weekday,
} from './fields.ts';

/** A condition as it is being written: what every field needs, so that changing the field loses nothing that was typed. */
export interface ConditionDraft {
  readonly kind: 'condition';
  /** Unique within the draft; never sent. */
  readonly id: number;
  readonly field: ConditionField;
  readonly operator: ConditionOperator;
  readonly isNegated: boolean;
  /** What a text is compared with. */
  readonly text: string;
  /** Of the header field. */
  readonly headerName: string;
  /** Digits as typed; with {@link sizeUnit}. */
  readonly size: string;
  readonly sizeUnit: SizeUnit;
  readonly method: CheckMethod;
  readonly result: CheckResult;
  /** `HH:MM`. */
  readonly start: string;
  readonly end: string;
  /** None: every day. */
  readonly weekdays: readonly Weekday[];
  /** Empty: UTC. */
  readonly timeZone: string;
}

/** Conditions that belong together, as they are being written. */
export interface GroupDraft {
  readonly kind: 'group';
  readonly id: number;
  readonly match: 'all' | 'any';
  readonly items: readonly ItemDraft[];
}

/** What stands in a group. */
export type ItemDraft = ConditionDraft | GroupDraft;

/** Where a message goes; `none`: other rules say, or the alias does. */
export const decisions = ['none', 'forward', 'forward_to', 'quarantine', 'block', 'discard'] as const;
/** One of {@link decisions}. */
export type Decision = (typeof decisions)[number];

/** What is done, as it is being written. */
export interface ActionsDraft {
  readonly decision: Decision;
  readonly mailboxIds: readonly string[];
  readonly hasPrefix: boolean;
  readonly prefix: string;
  readonly stripsAttachments: boolean;
  readonly then: 'stop' | 'continue';
}

/** A rule as it is being written. */
export interface RuleDraft {
  readonly root: GroupDraft;
  readonly actions: ActionsDraft;
}

/** How deep groups lie, the outermost among them; as the contract has it. */
export const maxNesting = 3;
/** Conditions of a rule in all; as the contract has it. */
export const maxConditions = 50;

let nextId = 1;

/** An empty condition, with the time zone that a time would be in. */
export function newCondition(timeZone: string): ConditionDraft {
  nextId += 1;
  return {
    kind: 'condition',
    id: nextId,
    field: 'subject',
    operator: 'contains',
    isNegated: false,
    text: '',
    headerName: '',
    size: '5',
    sizeUnit: 'MB',
    method: 'dmarc',
    result: 'fail',
    start: '22:00',
    end: '07:00',
    weekdays: [],
    timeZone,
  };
}

/** A group of these. */
export function newGroup(match: 'all' | 'any', items: readonly ItemDraft[]): GroupDraft {
  nextId += 1;
  return { kind: 'group', id: nextId, match, items };
}

/** A rule that nobody wrote yet: one condition, and mail that it finds is held. */
export function newRule(timeZone: string): RuleDraft {
  return {
    root: newGroup('all', [newCondition(timeZone)]),
    actions: {
      decision: 'quarantine',
      mailboxIds: [],
      hasPrefix: false,
      prefix: '',
      stripsAttachments: false,
      then: 'stop',
    },
  };
}

/** The group with another item in the place of the one with that id; undefined takes it out. A group that is left empty is taken out too. */
export function replaceItem(group: GroupDraft, id: number, by: ItemDraft | undefined): GroupDraft {
  const isEmpty = by === undefined || (by.kind === 'group' && by.items.length === 0);
  return {
    ...group,
    items: group.items.flatMap((item) => (item.id !== id ? [item] : isEmpty ? [] : [by])),
  };
}

/** Every condition, whatever groups they lie in. */
export function listConditions(group: GroupDraft): readonly ConditionDraft[] {
  return group.items.flatMap((item) => (item.kind === 'group' ? listConditions(item) : [item]));
}
