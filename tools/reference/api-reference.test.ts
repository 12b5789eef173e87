import { readFileSync } from 'node:fs';
import path from 'node:path';
import { apiErrors, auditActions, operations, resources, scopes } from '@smtpy/contract';
import { describe, expect, it } from 'vitest';
import { root } from '../steps.ts';
import { anchorOf } from './markdown.ts';
import { renderErrors } from './errors.ts';

const read = (name: string): string => readFileSync(path.join(root, 'docs', name), 'utf8');
const headings = (text: string): readonly string[] =>
  text
    .split('\n')
    .filter((line) => /^#{2,3} /u.test(line))
    .map((line) => line.replace(/^#+ /u, ''));

describe('the reference of the API', () => {
  it('has every code of the table of errors, and no other', () => {
    expect(headings(read('reference/errors.md'))).toEqual(Object.keys(apiErrors));
  });

  it('has every operation, and no other', () => {
    const tags = new Set(operations.map(({ tag }) => tag));
    const named = headings(read('reference/api.md')).filter((heading) => !tags.has(heading));
    expect(named.toSorted()).toEqual(operations.map(({ id }) => id).toSorted());
  });

  it('has every role, scope and action', () => {
    const roles = read('reference/roles.md');
    for (const name of [...Object.keys(resources), ...scopes]) expect(roles).toContain(`\`${name}\``);
    for (const action of Object.keys(auditActions))
      expect(read('reference/audit.md')).toContain(`\`${action}\``);
  });

  it.each(['reference/api.md', 'reference/errors.md', 'reference/roles.md', 'reference/audit.md', 'api.md'])(
    '%s has no link that leads nowhere',
    (name) => {
      const folder = path.posix.dirname(name);
      const text = read(name).replaceAll(/```.*?```/gsu, '');
      const links = Array.from(text.matchAll(/\]\(([^)#\s]*)(?:#([^)\s]+))?\)/gu));
      const dead = links.filter(([, file = '', anchor]) => {
        if (/^[a-z]+:/u.test(file)) return false;
        const target = file === '' ? name : path.posix.join(folder, file);
        const anchors = headings(read(target)).map(anchorOf);
        return anchor !== undefined && !anchors.includes(anchor);
      });
      expect(dead.map(([link]) => link)).toEqual([]);
    },
  );

  it('fails for a code without words', () => {
    expect(() => renderErrors({ mute: { status: 400, title: 'Title', text: ' ' } }, [])).toThrow('mute');
  });
});
