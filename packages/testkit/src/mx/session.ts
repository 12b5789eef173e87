import type { SecureContext } from 'node:tls';
import { unstuffDots } from '../dialog/index.ts';
import { readCredentials } from './authentication.ts';
import type { MxAction } from './behaviour.ts';
import { findUnadvertised, parseCommand, parsePath } from './command-line.ts';
import { findContentViolations } from './content-check.ts';
import type { ReceivedMessage } from './records.ts';
import {
  ended,
  isAcceptance,
  isPositive,
  StageAnswers,
  type Answered,
  type AnswerSetting,
  type Question,
} from './stage-answers.ts';
import type { Wire } from './wire.ts';

/** What the sessions of one server share. */
export interface SessionSetting extends AnswerSetting {
  readonly hostname: string;
  readonly tls: 'none' | 'starttls' | 'implicit';
  readonly secureContext: SecureContext;
  readonly extensions: readonly string[];
  readonly auth: { readonly username: string; readonly password: string } | undefined;
}

/** An envelope being made; replaced, never changed. */
interface Transaction {
  readonly mailFrom: string;
  readonly mailParameters: readonly string[];
  readonly rcptTo: readonly string[];
}

/** Commands a client must wait for before it sends anything more (RFC 2920 §3.1). */
const groupEnding = new Set(['EHLO', 'HELO', 'DATA', 'STARTTLS', 'AUTH', 'QUIT', 'NOOP', 'VRFY', 'EXPN']);

/** One conversation, from the greeting to its end. */
export class MxSession {
  readonly #wire: Wire;
  readonly #setting: SessionSetting;
  readonly #answers: StageAnswers;
  readonly #connection: number;
  #isIntroduced = false;
  #username: string | undefined;
  #transaction: Transaction | undefined;

  constructor(wire: Wire, setting: SessionSetting, connection: number) {
    this.#wire = wire;
    this.#setting = setting;
    this.#connection = connection;
    this.#answers = new StageAnswers(wire, setting, connection);
  }

  /** Resolves when the client is gone, or the script says to hang or to close. */
  async run(): Promise<void> {
    const greeting = await this.#answers.answer({
      stage: 'greeting',
      normalReply: `220 ${this.#setting.hostname} ESMTP`,
    });
    let isOpen = greeting.kind === 'replied';
    while (isOpen) {
      const line = await this.#readCommand();
      isOpen = line !== undefined && (await this.#obey(line)).kind === 'replied';
    }
  }

  async #readCommand(): Promise<string | undefined> {
    const line = await this.#wire.readLine();
    if (line === undefined) return undefined;
    this.#setting.records.addCommand({ connection: this.#connection, line, isTls: this.#wire.isTls });
    return line;
  }

  #obey(line: string): Promise<Answered> {
    const { verb, argument } = parseCommand(line);
    if (this.#wire.hasPending) this.#checkGroup(verb);
    switch (verb) {
      case 'EHLO':
        return this.#introduce({ stage: 'ehlo', normalReply: this.#formatEhlo(), commandLine: line });
      case 'HELO':
        return this.#introduce({
          stage: 'helo',
          normalReply: `250 ${this.#setting.hostname}`,
          commandLine: line,
        });
      case 'STARTTLS':
        return this.#startTls(line);
      case 'AUTH':
        return this.#authenticate(line, argument);
      case 'MAIL':
        return this.#mail(line, argument);
      case 'RCPT':
        return this.#rcpt(line, argument);
      case 'DATA':
        return this.#data(line);
      case 'RSET':
        this.#transaction = undefined;
        return this.#answers.answer({ stage: 'rset', normalReply: '250 2.0.0 ok', commandLine: line });
      case 'NOOP':
        return this.#answers.answer({ stage: 'noop', normalReply: '250 2.0.0 ok', commandLine: line });
      case 'QUIT':
        return this.#quit(line);
      default:
        return this.#refuse(`500 5.5.2 ${verb === '' ? 'empty line' : verb} is not a command here`);
    }
  }

  #checkGroup(verb: string): void {
    if (groupEnding.has(verb)) this.#violate(`octets sent before the reply to ${verb}`);
    else if (!this.#advertised().includes('PIPELINING'))
      this.#violate(`${verb} pipelined without PIPELINING offered`);
  }

  #violate(what: string): void {
    this.#setting.records.addViolation(this.#connection, what);
  }

  #refuse(reply: string): Promise<Answered> {
    this.#violate(`answered ${JSON.stringify(reply)}`);
    return this.#answers.reply(reply);
  }

  async #introduce(question: Question): Promise<Answered> {
    this.#transaction = undefined;
    const answered = await this.#answers.answer(question);
    this.#isIntroduced = isPositive(answered);
    return answered;
  }

  /** The EHLO keywords in force now. */
  #advertised(): readonly string[] {
    const { extensions, tls, auth } = this.#setting;
    const keywords = extensions.map((extension) => extension.split(' ')[0]?.toUpperCase() ?? '');
    if (tls === 'starttls' && !this.#wire.isTls) keywords.push('STARTTLS');
    if (auth !== undefined) keywords.push('AUTH');
    return keywords;
  }

  #formatEhlo(): string {
    const advertised = this.#advertised();
    const lines = [this.#setting.hostname, ...this.#setting.extensions];
    if (advertised.includes('STARTTLS')) lines.push('STARTTLS');
    if (advertised.includes('AUTH')) lines.push('AUTH PLAIN LOGIN');
    return lines.map((line, index) => `250${index === lines.length - 1 ? ' ' : '-'}${line}`).join('\n');
  }

  async #startTls(line: string): Promise<Answered> {
    if (!this.#advertised().includes('STARTTLS')) return this.#refuse('502 5.5.1 STARTTLS is not offered');
    const answered = await this.#answers.answer({
      stage: 'starttls',
      normalReply: '220 2.0.0 go ahead',
      commandLine: line,
    });
    if (answered.kind === 'ended' || answered.code !== 220) return answered;
    this.#wire.startTls(this.#setting.secureContext);
    // RFC 3207 §4.2: both sides forget what was said in the clear.
    this.#isIntroduced = false;
    this.#transaction = undefined;
    return answered;
  }

  async #authenticate(line: string, argument: string): Promise<Answered> {
    const { auth } = this.#setting;
    if (auth === undefined) return this.#refuse('502 5.5.1 AUTH is not offered');
    const given = await readCredentials(argument, async (prompt) => {
      await this.#answers.reply(prompt);
      return this.#readCommand();
    });
    const isRight = given?.username === auth.username && given.password === auth.password;
    const normalReply = isRight ? '235 2.7.0 welcome' : '535 5.7.8 wrong credentials';
    const answered = await this.#answers.answer({ stage: 'auth', normalReply, commandLine: line });
    if (isPositive(answered)) this.#username = given?.username ?? '';
    return answered;
  }

  async #mail(line: string, argument: string): Promise<Answered> {
    const parsed = parsePath(argument, 'FROM');
    if (!this.#isIntroduced) return this.#refuse('503 5.5.1 EHLO first');
    if (this.#transaction !== undefined) return this.#refuse('503 5.5.1 MAIL twice');
    if (parsed === undefined) return this.#refuse('501 5.1.7 not a reverse path');
    if (this.#setting.auth !== undefined && this.#username === undefined) {
      return this.#refuse('530 5.7.0 authenticate first');
    }
    const unadvertised = findUnadvertised(parsed.parameters, this.#advertised());
    if (unadvertised !== undefined)
      return this.#refuse(`555 5.5.4 parameter ${unadvertised} was not offered`);
    const mailFrom = parsed.path;
    const transaction = { mailFrom, mailParameters: parsed.parameters, rcptTo: [] };
    const declared = parsed.parameters.find((parameter) => /^SIZE=/i.test(parameter))?.slice(5);
    const isTooLarge = Number(declared ?? 0) > this.#maxOctets();
    const normalReply = isTooLarge ? '552 5.3.4 too large' : '250 2.1.0 ok';
    this.#transaction = transaction;
    const answered = await this.#answers.answer({
      stage: 'mail',
      normalReply,
      commandLine: line,
      mailFrom,
      attemptKey: mailFrom,
    });
    if (!isPositive(answered)) this.#transaction = undefined;
    return answered;
  }

  #maxOctets(): number {
    const size = this.#setting.extensions.find((extension) => /^SIZE \d/i.test(extension));
    const octets = Number(size?.split(' ')[1] ?? 0);
    // RFC 1870 §4: 0 stands for no limit.
    return octets === 0 ? Infinity : octets;
  }

  async #rcpt(line: string, argument: string): Promise<Answered> {
    const transaction = this.#transaction;
    const parsed = parsePath(argument, 'TO');
    // No violation: a client that pipelines sends RCPT before it knows that MAIL was refused.
    if (transaction === undefined) return this.#answers.reply('503 5.5.1 MAIL first');
    if (parsed === undefined || parsed.path === '') return this.#refuse('501 5.1.3 not a forward path');
    const rcptTo = parsed.path;
    const answered = await this.#answers.answer({
      stage: 'rcpt',
      normalReply: '250 2.1.5 ok',
      commandLine: line,
      mailFrom: transaction.mailFrom,
      rcptTo,
      attemptKey: rcptTo,
    });
    if (isPositive(answered)) {
      this.#transaction = { ...transaction, rcptTo: [...transaction.rcptTo, rcptTo] };
    }
    return answered;
  }

  async #data(line: string): Promise<Answered> {
    const transaction = this.#transaction;
    const [firstRecipient] = transaction?.rcptTo ?? [];
    if (transaction === undefined || firstRecipient === undefined) {
      return this.#answers.reply('554 5.5.1 no valid recipients');
    }
    const { mailFrom } = transaction;
    const place = { commandLine: line, mailFrom, rcptTo: firstRecipient, attemptKey: firstRecipient };
    const answer = await this.#answers.ask({ stage: 'data', normalReply: '354 go ahead', ...place });
    if (typeof answer === 'object' && 'octets' in answer && answer.kind !== 'raw') {
      return this.#breakContent(answer);
    }
    const answered = await this.#answers.perform(answer, '354 go ahead');
    if (answered.kind === 'ended') return answered;
    if (answered.code !== 354) {
      this.#transaction = undefined;
      return answered;
    }
    const content = await this.#wire.readContent();
    return content.kind === 'complete' ? this.#takeContent(transaction, content.raw) : ended;
  }

  async #breakContent(
    action: Extract<MxAction, { kind: 'close_after_octets' | 'hang_after_octets' }>,
  ): Promise<Answered> {
    await this.#answers.reply('354 go ahead');
    await this.#wire.readContent(action.octets);
    return this.#answers.perform(
      action.kind === 'close_after_octets' ? { kind: 'close' } : { kind: 'hang' },
      '',
    );
  }

  async #takeContent(transaction: Transaction, raw: Buffer): Promise<Answered> {
    const { records } = this.#setting;
    this.#transaction = undefined;
    if (records.keepsMessages) {
      for (const violation of findContentViolations(raw, transaction.mailParameters))
        this.#violate(violation);
    }
    const message: ReceivedMessage = {
      ...transaction,
      data: unstuffDots(raw),
      rawData: raw,
      tls: this.#wire.isTls,
      connection: this.#connection,
      username: this.#username,
    };
    const normalReply = raw.length > this.#maxOctets() ? '552 5.3.4 too large' : '250 2.0.0 ok';
    const rcptTo = transaction.rcptTo[0] ?? '';
    const { mailFrom } = transaction;
    const question: Question = { stage: 'body', normalReply, mailFrom, rcptTo, attemptKey: rcptTo };
    const answer = await this.#answers.ask(question);
    if (isAcceptance(answer ?? normalReply)) records.addAccepted(message);
    else records.addUnaccepted(message);
    return this.#answers.perform(answer, normalReply);
  }

  async #quit(line: string): Promise<Answered> {
    const answered = await this.#answers.answer({
      stage: 'quit',
      normalReply: '221 2.0.0 bye',
      commandLine: line,
    });
    if (answered.kind === 'replied') this.#wire.close();
    return ended;
  }
}
