/** What a fact of the policy carries for its sentence: data of any version of the program. */
export type FactData = Readonly<Record<string, unknown>>;

/** Outcomes of one step of the policy, each with its sentence, without a full stop. Not cleaned. */
export type OutcomeWords = Readonly<Record<string, (data: FactData) => string>>;
