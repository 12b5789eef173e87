import { setTimeout as delay } from 'node:timers/promises';
import type { MxAction, MxAnswer, MxBehaviours, MxEvent, MxStage } from './behaviour.ts';
import type { MxRecords } from './records.ts';
import type { Wire } from './wire.ts';

/** A stage that wants an answer. */
export interface Question {
  readonly stage: MxStage;
  readonly normalReply: string;
  readonly commandLine?: string;
  readonly mailFrom?: string;
  readonly rcptTo?: string;
  /** What attempts are counted by, within the stage. */
  readonly attemptKey?: string;
}

/** What an answer came to: the code that was sent, 0 for one that is none; or the end of the conversation. */
export type Answered = { readonly kind: 'replied'; readonly code: number } | { readonly kind: 'ended' };

/** The conversation is over. */
export const ended: Answered = { kind: 'ended' };

/** Whether a 2xx was sent. */
export function isPositive(answered: Answered): boolean {
  return answered.kind === 'replied' && answered.code >= 200 && answered.code < 300;
}

/** Whether an answer to the final dot takes the message over. */
export function isAcceptance(answer: string | MxAction): boolean {
  if (typeof answer === 'string') return (answer.split('\n').at(-1) ?? '').startsWith('2');
  return answer.kind === 'reply' && isAcceptance(answer.text);
}

/** What answers need of their server. */
export interface AnswerSetting {
  readonly on: MxBehaviours;
  readonly records: MxRecords;
  /** Ends late replies when the server closes. */
  readonly signal: AbortSignal;
}

/** Asks the script what to do at each stage of one connection, and does it. */
export class StageAnswers {
  readonly #wire: Wire;
  readonly #setting: AnswerSetting;
  readonly #connection: number;

  constructor(wire: Wire, setting: AnswerSetting, connection: number) {
    this.#wire = wire;
    this.#setting = setting;
    this.#connection = connection;
  }

  /** Asks and does. */
  async answer(question: Question): Promise<Answered> {
    return this.perform(await this.ask(question), question.normalReply);
  }

  /** What the script says about a stage. A function that throws is a fault of the test, and shown as a violation. */
  async ask(question: Question): Promise<MxAnswer> {
    const { stage, attemptKey = '' } = question;
    const event: MxEvent = {
      stage,
      connection: this.#connection,
      attempt: this.#setting.records.countAttempt(stage, attemptKey),
      commandLine: question.commandLine ?? '',
      mailFrom: question.mailFrom ?? '',
      rcptTo: question.rcptTo ?? '',
      isTls: this.#wire.isTls,
    };
    const behaviour = this.#setting.on[stage];
    if (typeof behaviour !== 'function') return behaviour;
    try {
      return await behaviour(event);
    } catch (error) {
      this.#setting.records.addViolation(
        this.#connection,
        `the behaviour at ${stage} threw: ${String(error)}`,
      );
      return '451 4.3.0 the script failed';
    }
  }

  /** Does what the script said, or sends the normal reply when it said nothing. */
  async perform(answer: MxAnswer, normalReply: string): Promise<Answered> {
    if (answer === undefined || typeof answer === 'string') return this.reply(answer ?? normalReply);
    switch (answer.kind) {
      case 'reply':
        await delay(answer.afterMs ?? 0, undefined, { signal: this.#setting.signal });
        return this.reply(answer.text);
      case 'raw':
        this.#wire.write(answer.octets);
        return { kind: 'replied', code: 0 };
      case 'break_tls':
        await this.reply('220 2.0.0 go ahead');
        await this.#wire.skipOctets();
        return this.perform({ kind: 'close', text: 'this is not TLS' }, '');
      case 'close':
        if (answer.text !== undefined) await this.reply(answer.text);
        this.#wire.close();
        return ended;
      case 'reset':
        this.#wire.reset();
        return ended;
      case 'hang':
        this.#wire.hang();
        return ended;
      case 'close_after_octets':
      case 'hang_after_octets':
        throw new Error(`${answer.kind} is an action of the data stage only`);
    }
  }

  /** Sends a reply; lines are separated by `\n`. */
  reply(text: string): Promise<Answered> {
    const lines = text.split('\n');
    this.#wire.write(lines.map((line) => `${line}\r\n`).join(''));
    const code = /^\d{3}/.exec(lines.at(-1) ?? '')?.[0] ?? '0';
    return Promise.resolve({ kind: 'replied', code: Number(code) });
  }
}
