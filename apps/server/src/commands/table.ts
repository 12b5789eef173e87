import type { Command } from './command.ts';

/** Every command by its name, in the order of the help. Loaded when needed, so that each starts fast. */
const loaders: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import('./serve.ts')).serve,
  demo: async () => (await import('./demo.ts')).demo,
  doctor: async () => (await import('./doctor.ts')).doctor,
  migrate: async () => (await import('./migrate.ts')).migrate,
  'config check': async () => (await import('./config-check.ts')).configCheck,
  'config show': async () => (await import('./config-show.ts')).configShow,
  'settings show': async () => (await import('./settings-show.ts')).settingsShow,
  'settings set': async () => (await import('./settings-set.ts')).settingsSet,
  'user create': async () => (await import('./user-create.ts')).userCreate,
  'user list': async () => (await import('./user-list.ts')).userList,
  'user set': async () => (await import('./user-set.ts')).userSet,
  'user suspend': async () => (await import('./user-suspend.ts')).userSuspend,
  'user resume': async () => (await import('./user-resume.ts')).userResume,
  'key create': async () => (await import('./key-create.ts')).keyCreate,
  'key list': async () => (await import('./key-list.ts')).keyList,
  'key revoke': async () => (await import('./key-revoke.ts')).keyRevoke,
  'audit list': async () => (await import('./audit-list.ts')).auditList,
  'domain add': async () => (await import('./domain-add.ts')).domainAdd,
  'domain records': async () => (await import('./domain-records.ts')).domainRecords,
  'domain check': async () => (await import('./domain-check.ts')).domainCheck,
  'domain set': async () => (await import('./domain-set.ts')).domainSet,
  'domain rotate-key': async () => (await import('./domain-rotate-key.ts')).domainRotateKey,
  'mailbox add': async () => (await import('./mailbox-add.ts')).mailboxAdd,
  'mailbox show': async () => (await import('./mailbox-show.ts')).mailboxShow,
  'mailbox set': async () => (await import('./mailbox-set.ts')).mailboxSet,
  'mailbox resume': async () => (await import('./mailbox-resume.ts')).mailboxResume,
  'mailbox key set': async () => (await import('./mailbox-key-set.ts')).mailboxKeySet,
  'mailbox key find': async () => (await import('./mailbox-key-find.ts')).mailboxKeyFind,
  'mailbox key show': async () => (await import('./mailbox-key-show.ts')).mailboxKeyShow,
  'mailbox key remove': async () => (await import('./mailbox-key-remove.ts')).mailboxKeyRemove,
  'alias add': async () => (await import('./alias-add.ts')).aliasAdd,
  'alias list': async () => (await import('./alias-list.ts')).aliasList,
  'alias show': async () => (await import('./alias-show.ts')).aliasShow,
  'alias set': async () => (await import('./alias-set.ts')).aliasSet,
  'alias enable': async () => (await import('./alias-enable.ts')).aliasEnable,
  'alias disable': async () => (await import('./alias-disable.ts')).aliasDisable,
  'alias delete': async () => (await import('./alias-delete.ts')).aliasDelete,
  'alias pin add': async () => (await import('./alias-pin-add.ts')).aliasPinAdd,
  'alias pin list': async () => (await import('./alias-pin-list.ts')).aliasPinList,
  'alias pin remove': async () => (await import('./alias-pin-remove.ts')).aliasPinRemove,
  'alias password add': async () => (await import('./alias-password-add.ts')).aliasPasswordAdd,
  'alias password list': async () => (await import('./alias-password-list.ts')).aliasPasswordList,
  'alias password revoke': async () => (await import('./alias-password-revoke.ts')).aliasPasswordRevoke,
  'contact add': async () => (await import('./contact-add.ts')).contactAdd,
  'contact list': async () => (await import('./contact-list.ts')).contactList,
  'sender block': async () => (await import('./sender-block.ts')).senderBlock,
  'sender allow': async () => (await import('./sender-allow.ts')).senderAllow,
  'sender list': async () => (await import('./sender-list.ts')).senderList,
  'sender remove': async () => (await import('./sender-remove.ts')).senderRemove,
  'refusal list': async () => (await import('./refusal-list.ts')).refusalList,
  'organization show': async () => (await import('./organization-show.ts')).organizationShow,
  'organization create': async () => (await import('./organization-create.ts')).organizationCreate,
  'organization list': async () => (await import('./organization-list.ts')).organizationList,
  'organization set': async () => (await import('./organization-set.ts')).organizationSet,
  'member list': async () => (await import('./member-list.ts')).memberList,
  'member invite': async () => (await import('./member-invite.ts')).memberInvite,
  'member remove': async () => (await import('./member-remove.ts')).memberRemove,
  'member role': async () => (await import('./member-role.ts')).memberRole,
  'rule add': async () => (await import('./rule-add.ts')).ruleAdd,
  'rule list': async () => (await import('./rule-list.ts')).ruleList,
  'rule show': async () => (await import('./rule-show.ts')).ruleShow,
  'rule change': async () => (await import('./rule-change.ts')).ruleChange,
  'rule move': async () => (await import('./rule-move.ts')).ruleMove,
  'rule remove': async () => (await import('./rule-remove.ts')).ruleRemove,
  'rule enable': async () => (await import('./rule-enable.ts')).ruleEnable,
  'rule disable': async () => (await import('./rule-disable.ts')).ruleDisable,
  'rule test': async () => (await import('./rule-test.ts')).ruleTest,
  'message list': async () => (await import('./message-list.ts')).messageList,
  'message show': async () => (await import('./message-show.ts')).messageShow,
  'notice list': async () => (await import('./notice-list.ts')).noticeList,
  'quarantine list': async () => (await import('./quarantine-list.ts')).quarantineList,
  'quarantine show': async () => (await import('./quarantine-show.ts')).quarantineShow,
  'quarantine release': async () => (await import('./quarantine-release.ts')).quarantineRelease,
  'quarantine delete': async () => (await import('./quarantine-delete.ts')).quarantineDelete,
  'queue list': async () => (await import('./queue-list.ts')).queueList,
  'queue show': async () => (await import('./queue-show.ts')).queueShow,
  'queue retry': async () => (await import('./queue-retry.ts')).queueRetry,
  'queue release': async () => (await import('./queue-release.ts')).queueRelease,
  'queue cancel': async () => (await import('./queue-cancel.ts')).queueCancel,
  'queue stats': async () => (await import('./queue-stats.ts')).queueStats,
  'check-invariants': async () => (await import('./check-invariants.ts')).checkInvariants,
};

/** The names of all commands. */
export const commandNames: readonly string[] = Object.keys(loaders);

/** A command by its name; the name must be one of {@link commandNames}. */
export async function loadCommand(name: string): Promise<Command> {
  const load = loaders[name];
  if (load === undefined) throw new Error(`no command ${name}`);
  return await load();
}

/** All commands, for the help and the reference page. */
export async function loadAllCommands(): Promise<readonly Command[]> {
  return await Promise.all(commandNames.map(loadCommand));
}
