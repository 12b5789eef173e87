/** Conditions of a statement with their values: only those that are asked for, so that the planner sees what is really wanted. */
export interface Conditions {
  /** All of them with `where`, or nothing. */
  readonly where: string;
  readonly params: readonly unknown[];
}

/** A condition on a value; with `undefined` as the value it is left out, without a value it stands as it is. */
export interface Condition {
  readonly value?: unknown;
  /** Gives the SQL; `place` is the `$n` of the value. */
  readonly sql: (place: string) => string;
}

/** Joins conditions; `first` are the values of the places before them. */
export function joinConditions(first: readonly unknown[], conditions: readonly Condition[]): Conditions {
  const params = [...first];
  const texts: string[] = [];
  for (const condition of conditions) {
    if (!('value' in condition)) texts.push(condition.sql(''));
    else if (condition.value !== undefined)
      texts.push(condition.sql(`$${String(params.push(condition.value))}`));
  }
  return { where: texts.length === 0 ? '' : `where ${texts.join(' and ')}`, params };
}
