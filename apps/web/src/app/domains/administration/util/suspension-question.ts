import type { TextQuestion } from '../../../shared/ui/text-prompt.ts';
import type { Words } from '../../../shared/util/words.ts';

interface Suspension {
  readonly title: string;
  readonly text: string;
  /** Given the reason; empty: none. */
  readonly suspend: (reason: string) => Promise<unknown>;
}

/** Asks before something is suspended, and for the reason, which may be left empty. */
export function suspensionQuestion(t: Words['t'], { title, text, suspend }: Suspension): TextQuestion {
  return {
    title,
    text,
    label: t('administration.reason'),
    help: t('administration.reason_help'),
    isOptional: true,
    maxCharacters: 500,
    isDangerous: true,
    action: t('administration.suspend'),
    run: suspend,
  };
}
