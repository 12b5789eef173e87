import type { Answer } from '@smtpy/contract/web';

/** A record to publish, and what was last found. */
export type DomainRecord = Answer<'getDomainRecords'>['items'][number];

/** The steps of the check list, in their order; also the ends of their keys in the words. */
export const stepNames = ['ownership', 'receiving', 'sending', 'policy', 'extras'] as const;
/** One of {@link stepNames}. */
export type StepName = (typeof stepNames)[number];

/**
 * How a step stands. `right`: all of its records are. `wrong`: one is missing or different, and counts. `advised`: the same, and mail is received
 * without it. `unknown`: DNS was not asked or did not answer. `unwanted`: there is nothing to publish.
 */
export type StepState = 'right' | 'wrong' | 'advised' | 'unknown' | 'unwanted';

/** A step with its records. */
export interface Step {
  readonly name: StepName;
  readonly state: StepState;
  readonly records: readonly DomainRecord[];
}

const stepOf: Readonly<Record<DomainRecord['purpose'], StepName>> = {
  ownership: 'ownership',
  mx: 'receiving',
  spf: 'sending',
  dkim: 'sending',
  dmarc: 'policy',
  mta_sts: 'extras',
  mta_sts_host: 'extras',
  tls_rpt: 'extras',
};

/** Whether the record was looked for and is not as it should be. */
export function isWrong({ verdict }: Pick<DomainRecord, 'verdict'>): boolean {
  return verdict === 'missing' || verdict === 'different';
}

/** The records of a domain as steps; every step is there, also one without records. */
export function toSteps(records: readonly DomainRecord[]): readonly Step[] {
  return stepNames.map((name) => {
    const own = records.filter(({ purpose }) => stepOf[purpose] === name);
    return { name, state: stateOf(own), records: own };
  });
}

function stateOf(records: readonly DomainRecord[]): StepState {
  if (records.length === 0) return 'unwanted';
  const wrong = records.filter(isWrong);
  if (wrong.some(({ is_required: isRequired }) => isRequired)) return 'wrong';
  // A key that does not sign yet, or any more, is the business of its rotation.
  if (wrong.some(({ key_state: keyState }) => keyState === null || keyState === 'active')) return 'advised';
  const counted = records.filter(({ key_state: keyState }) => keyState === null || keyState === 'active');
  return counted.every(({ verdict }) => verdict === 'ok') ? 'right' : 'unknown';
}
