import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../steps.ts';
import { renderFirstScreens, screenNames } from './first-screens.ts';

const sources = path.join(root, 'apps/web/src');

describe('what stands before the scripts', () => {
  it('is each screen in both languages, filled in', async () => {
    const screens = await renderFirstScreens(sources);
    for (const name of screenNames) {
      for (const language of ['en', 'fr'] as const) {
        const markup = screens[name][language];
        expect(markup).toMatch(new RegExp(`^<main id="first-screen" lang="${language}"><div`));
        expect(markup).not.toMatch(/\{\{|<app-| {2}|style=|<script/);
        expect(markup.match(/<div/g)?.length).toBe(markup.match(/<\/div>/g)?.length);
      }
    }
    expect(screens.landing.fr).toContain('Gardez la vôtre.');
    expect(screens.aliases.fr).toMatch(/<h1[^>]*>Alias<\/h1><p[^>]*>[^<]+<\/p>/);
    expect(screens.frame.fr).not.toContain('<h1');
    expect(screens['sign-in'].en).toMatch(/<h1[^>]*>Sign in to SMTPy<\/h1>/);
  });

  describe('fails the build', () => {
    let folder: string;
    const hero = (): string => path.join(folder, 'app/domains/landing/ui/hero.html');
    beforeAll(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'smtpy-screens-'));
      for (const part of [
        'first-screens',
        'app/shared',
        'app/domains/landing',
        ...['sign-in', 'dashboard', 'aliases', 'messages'].map((domain) => `app/domains/${domain}/i18n`),
      ])
        await cp(path.join(sources, part), path.join(folder, part), { recursive: true });
    });
    afterAll(() => rm(folder, { recursive: true }));

    it.each([
      ["{{ t('landing.no_such_word') }}", 'there is no word landing.no_such_word'],
      ["{{ t('landing.how') }}", 'there is no word landing.how'],
      ['{{ visitor.name() }}', 'nothing fills this in'],
      ['@if (x) {', 'nothing fills this in'],
      ['<app-icon />', 'nothing fills this in'],
      ['<a [href]="x">', 'nothing fills this in'],
      ['<a (click)="x()">', 'nothing fills this in'],
      ['<a [(value)]="x">', 'nothing fills this in'],
      ['<a #here="x">', 'nothing fills this in'],
    ])('where a template says %s', async (markup, reason) => {
      const before = await readFile(hero(), 'utf8');
      await writeFile(hero(), before + markup);
      await expect(renderFirstScreens(folder)).rejects.toThrow(reason);
      await writeFile(hero(), before);
    });
  });
});
