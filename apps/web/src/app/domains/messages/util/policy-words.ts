import { fieldsOf, phrase, textOf, type Phrase } from './phrase.ts';

/** Longer lists are in the raw facts. */
const maxNamed = 5;

/** What a question of the policy came to; undefined: a step that is not known here. */
export function tellPolicy(
  fact: Readonly<Record<string, unknown>>,
): { readonly sentence: Phrase; readonly quote?: string | undefined } | undefined {
  const step = textOf(fact['step']);
  const outcome = textOf(fact['outcome']);
  if (step === undefined || outcome === undefined) return undefined;
  const data = fieldsOf(fact['data']);
  const variant = variantOf(step, outcome, data);
  return { sentence: phrase(`policy.${step}.${variant}`, valuesOf(data)), quote: quoteOf(step, data) };
}

/** Outcomes that read otherwise with what is known of them. */
function variantOf(step: string, outcome: string, data: Readonly<Record<string, unknown>>): string {
  if (step === 'senders' && outcome !== 'none' && textOf(data['entry']) !== undefined) return `${outcome}_by`;
  if (step === 'authentication' && outcome === 'fail') return `fail_${textOf(data['policy']) ?? 'unknown'}`;
  if (step === 'rules' && outcome === 'matched') {
    if (namesOf(data['rules']).length === 0) return 'matched_unnamed';
    return `matched_${textOf(data['action']) ?? 'unknown'}`;
  }
  return outcome;
}

function valuesOf(
  data: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string | number | Phrase>> {
  const { score, required } = data;
  const scope = textOf(data['scope']);
  return {
    domain: textOf(data['domain']) ?? phrase('from_domain'),
    zone: textOf(data['zone']) ?? '',
    entry: textOf(data['entry']) ?? '',
    scope: scope === undefined ? '' : phrase(`scope.${scope}`),
    rules: namesOf(data['rules'])
      .map((name) => `“${name}”`)
      .join(', '),
    score: typeof score === 'number' ? score : '–',
    required: typeof required === 'number' && required > 0 ? required : '–',
  };
}

/** What a rule or another program said itself. */
function quoteOf(step: string, data: Readonly<Record<string, unknown>>): string | undefined {
  if (step === 'rules') {
    const whys = [...namesOf(data['why']), ...namesOf(data['failed'])];
    return whys.length === 0 ? undefined : whys.join(', ');
  }
  if (step !== 'content') return undefined;
  const symbols = namesOf(data['symbols']).slice(0, maxNamed);
  return symbols.length === 0 ? textOf(data['reason']) : symbols.join(', ');
}

function namesOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
