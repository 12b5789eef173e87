import {
  computed,
  effect,
  inject,
  linkedSignal,
  signal,
  untracked,
  type Signal,
  type WritableSignal,
} from '@angular/core';
import type { Answer, Arguments, OperationId } from '@smtpy/contract/web';
import { tasksOfDrawing } from '../util/in-turn.ts';
import { nextTask } from '../util/next-task.ts';
import { Api } from './api.ts';
import { toFailure, type Failure } from './failure.ts';
import { Live } from './live.ts';
import { Session } from './session.ts';

/** What a page loads: the answer of an operation, again whenever what it depends on changes. */
export interface Loading<T> {
  /** The answer; while the next is on its way, still the one before. Undefined: there was none yet. */
  readonly value: Signal<T | undefined>;
  /** Why the last try failed; while the same is asked again, still the one before. */
  readonly failure: Signal<Failure | undefined>;
  /** Whether an answer is awaited. */
  readonly isLoading: Signal<boolean>;
  /** Asks again. */
  reload(): void;
  /** Shows something else until the next answer: for updates that show before the server took them. Gives what was there. */
  put(value: T): T | undefined;
}

/**
 * Loads with an operation of the API. `given` is read as a signal: when what it reads changes, the page is loaded anew, and answers to what was
 * asked before are dropped. While `given` gives undefined nothing is loaded. With another person or organization everything is loaded anew, and
 * nothing of the one before is shown.
 */
export function loading<Id extends OperationId>(
  id: Id,
  given: () => Arguments<Id> | undefined,
  options: { readonly isPersonal?: boolean } = {},
): Loading<Answer<Id>> {
  const api = inject(Api);
  return loadingOf(given, (parameters, signal) => api.call(id, parameters, { ...options, signal }));
}

/** What is asked, for whom, and the how many-th time. */
interface Question<Given> {
  readonly asked: Given;
  readonly scope: string | undefined;
  readonly time: number;
}

/** How it stands with a question. */
type Progress =
  | { readonly kind: 'nothing' | 'awaited' | 'answered' }
  | { readonly kind: 'awaited again'; readonly failure: Failure | undefined }
  | { readonly kind: 'failed'; readonly failure: Failure };

/**
 * The same with any question. Angular's `resource` does the same and is not used: it makes errors while its module is evaluated, for which a browser
 * that is watched reads the whole script a second time.
 */
export function loadingOf<Given, T>(
  given: () => Given | undefined,
  ask: (given: Given, signal: AbortSignal) => Promise<T>,
): Loading<T> {
  const { scope } = inject(Session);
  // Most questions are made anew whenever anything they read changes: the same one is not asked twice.
  const wanted = computed(given, { equal: isSame });
  const time = signal(0);
  const question = computed((): Question<Given> | undefined => {
    const asked = wanted();
    return asked === undefined ? undefined : { asked, scope: scope(), time: time() };
  });
  const progress = linkedSignal<Question<Given> | undefined, Progress>({
    source: question,
    computation: (now, before) => begun(now, before),
  });
  const last = signal<Answered<T> | undefined>(undefined);
  const value = computed(() => {
    const known = last();
    return known !== undefined && known.scope === scope() ? known.value : undefined;
  });
  const isAwaited = computed(() => progress().kind.startsWith('awaited'));
  const asking = createAsking({
    question,
    ask,
    progress,
    last,
    again: () => time.update((before) => before + 1),
  });
  // A page that says that it goes on by itself when the server is there again keeps that.
  const live = inject(Live);
  effect(() => {
    live.returns();
    if (untracked(() => isUnreachable(progress()))) asking.again(false);
  });
  return {
    value,
    failure: computed(() => failureOf(progress())),
    isLoading: isAwaited,
    reload: () => asking.again(untracked(isAwaited)),
    put: (shown) => {
      const before = untracked(value);
      last.set({ value: shown, scope: untracked(scope) });
      asking.putBefore(untracked(progress).kind);
      return before;
    },
  };
}

interface Answered<T> {
  readonly value: T;
  readonly scope: string | undefined;
}

/** How it stands with a question when it comes up. */
function begun<Given>(
  now: Question<Given> | undefined,
  before: { readonly source: Question<Given> | undefined; readonly value: Progress } | undefined,
): Progress {
  if (now === undefined) return { kind: 'nothing' };
  const isAgain = before?.source?.asked === now.asked && before.source.scope === now.scope;
  return isAgain ? { kind: 'awaited again', failure: failureOf(before.value) } : { kind: 'awaited' };
}

function isUnreachable(progress: Progress): boolean {
  return progress.kind === 'failed' && progress.failure.kind !== 'problem';
}

function failureOf(progress: Progress): Failure | undefined {
  return 'failure' in progress ? progress.failure : undefined;
}

/** What was put stands for this long before the server is asked for what was wanted meanwhile: it has taken the change by then. */
const settlingMs = 1_000;

/** Asks each question as it comes up, and drops the answer to the one before. */
function createAsking<Given, T>(parts: {
  readonly question: Signal<Question<Given> | undefined>;
  readonly ask: (given: Given, signal: AbortSignal) => Promise<T>;
  readonly progress: WritableSignal<Progress>;
  readonly last: WritableSignal<Answered<T> | undefined>;
  readonly again: () => void;
}): {
  readonly again: (isAwaited: boolean) => void;
  /** Something else is shown: an answer to the same question would be from before it. */
  readonly putBefore: (kind: Progress['kind']) => void;
} {
  const { question, ask, progress, last } = parts;
  const inTask = tasksOfDrawing();
  let underWay = new AbortController();
  // Asked again while an answer is awaited, which may be from before what it is asked again for.
  let isWantedAgain = false;
  effect((onCleanup) => {
    const now = question();
    if (now === undefined) return;
    const mine = (underWay = new AbortController());
    isWantedAgain = false;
    onCleanup(() => mine.abort());
    const settle = (end: Progress): void => {
      progress.set(end);
      if (isWantedAgain) parts.again();
    };
    askInTasks(() => ask(now.asked, mine.signal), {
      // The question may be another one already, which is asked with the next turn.
      isCurrent: () => !mine.signal.aborted && untracked(question) === now,
      draw: inTask,
      answered: (value) => {
        last.set({ value, scope: now.scope });
        settle({ kind: 'answered' });
      },
      failed: (error) => settle({ kind: 'failed', failure: toFailure(error) }),
    });
  });
  return {
    again: (isAwaited) => {
      if (isAwaited) isWantedAgain = true;
      else parts.again();
    },
    putBefore: (kind) => {
      if (kind === 'awaited') return;
      underWay.abort();
      progress.set({ kind: 'answered' });
      if (kind === 'awaited again') setTimeout(parts.again, settlingMs);
    },
  };
}

/**
 * Asks in a task of its own, and takes the answer in another, unless it is no longer wanted. A page asks for several things as it is made, and sending each
 * takes a good part of a frame of a phone; and so does drawing an answer, with the layout of what it brings.
 */
function askInTasks<T>(
  ask: () => Promise<T>,
  then: {
    readonly isCurrent: () => boolean;
    readonly draw: (change: () => void) => void;
    readonly answered: (value: T) => void;
    readonly failed: (error: unknown) => void;
  },
): void {
  const end = (take: () => void): void =>
    then.draw(() => {
      if (then.isCurrent()) take();
    });
  void nextTask().then(() => {
    if (!then.isCurrent()) return;
    ask().then(
      (value) => end(() => then.answered(value)),
      (error: unknown) => end(() => then.failed(error)),
    );
  });
}

/** Whether two questions are the same: they are what goes over the wire, so their texts say it. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
