import { signal, type Signal } from '@angular/core';
import { submit, type FieldTree } from '@angular/forms/signals';
import { toFailure, type Failure } from './failure.ts';

/** The sending of a form. */
export interface Submission {
  /** Whether it is on its way. */
  readonly isSending: Signal<boolean>;
  /** Why it was not taken, where no field is at fault. */
  readonly failure: Signal<Failure | undefined>;
  /** Sends the form unless a field is wrong; true: it was taken. What was typed stays in any case. */
  send<Model>(form: FieldTree<Model>, action: () => Promise<void>): Promise<boolean>;
}

/** For one form. Faults that the server finds in fields of the body are shown at the fields with the same names. */
export function createSubmission(): Submission {
  const isSending = signal(false);
  const failure = signal<Failure | undefined>(undefined);
  return {
    isSending: isSending.asReadonly(),
    failure: failure.asReadonly(),
    send: async (form, action) => {
      failure.set(undefined);
      let isTaken = false;
      await submit(form, {
        action: async () => {
          isSending.set(true);
          try {
            await action();
            isTaken = true;
            return undefined;
          } catch (error) {
            // Expected: a Failure. Whatever else it is reads as one.
            const reason = toFailure(error);
            const faults = faultsAtFields(form, reason);
            if (faults.length === 0) failure.set(reason);
            return faults;
          } finally {
            isSending.set(false);
          }
        },
        onInvalid: () => focusFirstFault(),
      });
      return isTaken;
    },
  };
}

interface FieldFault {
  readonly kind: string;
  readonly message: string;
  readonly fieldTree: FieldTree<unknown>;
}

function faultsAtFields(form: FieldTree<unknown>, failure: Failure): FieldFault[] {
  const fields = form as unknown as Readonly<Record<string, FieldTree<unknown> | undefined>>;
  return failure.faults.flatMap(({ path, message }) => {
    const fieldTree = fields[path.replace(/^body\./u, '').split('.')[0] ?? ''];
    return typeof fieldTree === 'function' ? [{ kind: 'server', message, fieldTree }] : [];
  });
}

/** After the faults are on the page, the first of them takes the focus. */
function focusFirstFault(): void {
  setTimeout(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
