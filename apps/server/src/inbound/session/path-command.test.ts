import { expect, it } from 'vitest';
import { parsePathCommand } from './path-command.ts';

it.each([
  ['MAIL FROM:<>', '', ''],
  ['MAIL FROM:<a@b.example>', 'a@b.example', ''],
  ['mail from:  <a@b.example>  SIZE=1 BODY=8BITMIME ', 'a@b.example', 'SIZE=1 BODY=8BITMIME'],
  ['RCPT TO:<"a b>c"@d.example>', '"a b>c"@d.example', ''],
  ['RCPT TO:<"a\\"b>"@d.example> X=1', '"a\\"b>"@d.example', 'X=1'],
  ['RCPT TO:<@x.example,@y.example:c@d.example>', 'c@d.example', ''],
  ['RCPT TO:<josé@bücher.example>', 'josé@bücher.example', ''],
])('%j', (line, path, parameters) => {
  expect(parsePathCommand(line)).toEqual({ path, parameters });
});

it.each([
  'MAIL FROM:a@b.example',
  'MAIL FROM:<a@b.example',
  'MAIL FROM:<a@b.example>SIZE=1',
  'MAIL FROM:<<a@b.example>>',
  'MAIL FROM:<"a@b.example>',
  'MAIL FROM <a@b.example>',
  'MAIL FROM:<a\t@b.example>',
  'MAIL FROM:<a\u0000@b.example>',
  'MAIL FROM:<a\ufffd@b.example>',
  'RCPT <a@b.example>',
])('%j is none', (line) => {
  expect(parsePathCommand(line)).toBeUndefined();
});
