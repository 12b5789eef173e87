import { authenticationResults } from '@smtpy/contract';
import { evaluateRules, type JudgedMessage, type Rule, type RuleOutcome } from '../rules/index.ts';
import type { Outcome } from './command.ts';
import { defineDatabaseCommand } from './on-database.ts';
import type { Installation } from './open.ts';
import { judgeFile, judgeKept } from './rule-subject.ts';

const result = { kind: 'text', choices: authenticationResults } as const;

/** Tells what rules would do. */
export const ruleTest = defineDatabaseCommand({
  name: 'rule test',
  summary: 'Say which rules match a message, why, and what would be done with it',
  details:
    'Nothing is done. A stored message whose content is gone is judged by what is kept of it: its sender, subject, size and results. Times without a time zone are UTC.',
  options: {
    message: { kind: 'text', placeholder: 'ID', text: 'a message that came' },
    file: { kind: 'text', placeholder: 'FILE', text: 'a message in a file (.eml), as if it came now' },
    alias: { kind: 'text', placeholder: 'ALIAS', text: 'the address that the file is for' },
    'mail-from': {
      kind: 'text',
      placeholder: 'ADDRESS',
      mayBeEmpty: true,
      text: 'its reverse path; empty unless given',
    },
    spf: { ...result, text: 'its result of SPF; none unless given' },
    dkim: { ...result, text: 'its result of DKIM; none unless given' },
    dmarc: { ...result, text: 'its result of DMARC; none unless given' },
  },
  examples: [
    'smtpy rule test --message 01890a5d-ac96-774b-bcce-b302099a8057',
    'smtpy rule test --file invoice.eml --alias shop@example.com --mail-from bob@customer.example',
  ],
  run: async (installation, { options }) => {
    const {
      message,
      file,
      alias,
      spf = 'none',
      dkim = 'none',
      dmarc = 'none',
      'mail-from': mailFrom = '',
    } = options;
    if ((message === undefined) === (file === undefined))
      return { kind: 'misused', reason: 'A message is needed', hint: 'Give --message or --file.' };
    if (file !== undefined && alias === undefined)
      return { kind: 'misused', reason: 'Which address the file is for is not given', hint: 'Give --alias.' };
    const authentication = { spf, dkim, dmarc };
    const judged =
      file === undefined
        ? await judgeKept(installation, message ?? '')
        : await judgeFile(installation, { path: file, alias: alias ?? '', mailFrom, authentication });
    return judged.kind === 'refused' ? judged : await tell(installation, judged.value);
  },
});

async function tell({ rules }: Installation, messages: readonly JudgedMessage[]): Promise<Outcome> {
  const told: { readonly text: string; readonly data: object }[] = [];
  for (const { organizationId, facts, isWhole } of messages) {
    const stored = await rules.list(organizationId);
    const readable = stored.flatMap(({ definition, ...rule }): readonly Rule[] =>
      definition === undefined ? [] : [{ ...rule, definition }],
    );
    const outcome = evaluateRules(readable, facts);
    const { alias } = facts;
    told.push({
      text: outcomeText(outcome, { alias, isWhole }),
      data: outcomeJson(outcome, { alias, isWhole }),
    });
  }
  return {
    kind: 'done',
    text: told.map(({ text }) => text).join('\n\n'),
    data: { items: told.map(({ data }) => data) },
  };
}

interface Judged {
  readonly alias: string;
  readonly isWhole: boolean;
}

function outcomeText({ matched, failed, action, changes }: RuleOutcome, { alias, isWhole }: Judged): string {
  const lines = [
    `For ${alias}${isWhole ? '' : ' (by what is kept of the message)'}:`,
    ...matched.map(({ number, name, why }) => `  rule ${number}, ${name}: ${why}`),
    ...(matched.length === 0 ? ['  no rule matches'] : []),
    ...failed.map(({ ruleId, reason }) => `  rule ${ruleId} is skipped: ${reason}`),
    `  → ${decisionText(action)}`,
  ];
  if (changes.subjectPrefix !== undefined) lines.push(`  → “${changes.subjectPrefix}” before the subject`);
  if (changes.stripAttachments === true) lines.push('  → without its attachments');
  return lines.join('\n');
}

function decisionText(action: RuleOutcome['action']): string {
  if (action.kind !== 'forward') return action.kind;
  return action.mailboxIds === undefined
    ? 'forward to the mailboxes of the alias'
    : `forward to ${action.mailboxIds.join(', ')}`;
}

function outcomeJson({ matched, failed, action, changes }: RuleOutcome, { alias, isWhole }: Judged): object {
  return {
    alias,
    is_whole: isWhole,
    matched: matched.map(({ ruleId, ...rest }) => ({ rule_id: ruleId, ...rest })),
    action: {
      kind: action.kind,
      ...(action.kind === 'forward' && { mailbox_ids: action.mailboxIds ?? null }),
    },
    changes: {
      subject_prefix: changes.subjectPrefix ?? null,
      strip_attachments: changes.stripAttachments ?? false,
    },
    failed: failed.map(({ ruleId, reason }) => ({ rule_id: ruleId, reason })),
  };
}
