import { chown, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A subject with this word gets 7.5 points, which is `add header` and less than `reject`. */
export const rspamdSpamWord = 'unasked-for-offer';

/** What the files must say. */
export interface RspamdSettings {
  /** Exists, is empty, and is written to by Rspamd alone. */
  readonly folder: string;
  readonly port: number;
  /** `address:port` of its resolver. */
  readonly dnsServer: string;
  /** Who runs it, when that is somebody else than this process. */
  readonly user: { readonly uid: number; readonly gid: number } | undefined;
}

/**
 * Writes what Rspamd starts from and gives the main file. Nothing of /etc/rspamd: the rules there ask block lists and maps on the
 * network, and compiling them takes half a minute.
 */
export async function writeConfiguration(settings: RspamdSettings): Promise<string> {
  const { folder, user } = settings;
  const files = {
    'rspamd.conf': mainFile(settings),
    'rules.lua': rulesFile,
    // The full list of public suffixes takes 20 s to compile.
    'suffixes.dat': 'com\nexample\nnet\norg\ntest\n',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  await mkdir(join(folder, 'modules'));
  if (user !== undefined) await chown(folder, user.uid, user.gid);
  return join(folder, 'rspamd.conf');
}

function mainFile({ folder, port, dnsServer }: RspamdSettings): string {
  return `
options {
  filters = "";
  tempdir = "${folder}";
  url_tld = "${folder}/suffixes.dat";
  control_socket = "${folder}/control.sock mode=0600";
  hs_cache_dir = "${folder}/";
  cache_file = "${folder}/symbols.cache";
  # None at all is a crash of Rspamd 3.4.
  history_rows = 10;
  local_addrs = [];
  task_timeout = 5s;
  dns {
    nameserver = ["${dnsServer}:1"];
    timeout = 1s;
    retransmits = 1;
  }
}
logging {
  type = "console";
  level = "info";
}
worker "normal" {
  bind_socket = "127.0.0.1:${String(port)}";
  count = 1;
  mime = true;
}
actions {
  reject = 15;
  add_header = 6;
  greylist = 4;
}
lua = "${folder}/rules.lua";
modules {
  path = "${folder}/modules";
}
`;
}

const rulesFile = `
rspamd_config:register_symbol({
  name = 'TEST_SPAM_WORD',
  score = 7.5,
  group = 'test',
  type = 'normal',
  callback = function(task)
    return string.find(task:get_subject() or '', '${rspamdSpamWord}', 1, true) ~= nil
  end,
})
-- Tells what it was told of the envelope.
rspamd_config:register_symbol({
  name = 'TEST_ENVELOPE',
  score = 0.1,
  group = 'test',
  type = 'normal',
  callback = function(task)
    local words = { tostring(task:get_from_ip()), task:get_helo() or '' }
    local sender = task:get_from('smtp')
    table.insert(words, sender and sender[1] and sender[1].addr or '')
    for _, recipient in ipairs(task:get_recipients('smtp') or {}) do table.insert(words, recipient.addr) end
    return true, 1.0, words
  end,
})
`;
