import { describe, expect, it } from 'vitest';
import { sanitizeMailHtml } from './sanitize-mail-html.ts';
import { hostileHtml } from './testdata/hostile-html.ts';

const none = new Map<string, string>();
const clean = (html: string) => sanitizeMailHtml(html, none) ?? '';

const forbiddenTags =
  /<\/?(?:script|style|link|meta|base|form|input|button|iframe|object|embed|svg|math|video|audio|source|picture|body)\b/iu;
const tags = /<[^>]*>/gu;
/** What may load something, in any tag but a link. */
const loading =
  /\b(?:src|srcset|background|poster|data|action|ping|formaction|on[a-z]+)\s*=|url\(|expression|position|opacity/iu;

describe('HTML of strangers', () => {
  it.each(Object.entries(hostileHtml))('does nothing: %s', (_what, html) => {
    const result = clean(html.replaceAll('ORIGIN', 'http://tracker.example'));
    expect(result).not.toMatch(forbiddenTags);
    for (const [tag] of result.matchAll(tags)) {
      expect(tag).not.toMatch(loading);
      if (!tag.startsWith('<a ')) expect(tag).not.toContain('tracker.example');
      expect(tag).not.toMatch(/(?:javascript|vbscript|data):/iu);
    }
  });

  it('keeps text, tables and harmless styles', () => {
    const html =
      '<table bgcolor="#eee"><tr><td style="color:#333;padding:4px 8px"><b>Hello</b> <i>you</i></td></tr></table>';
    const result = clean(html);
    expect(result).toContain('<table bgcolor="#eee">');
    expect(result).toContain('style="color:#333;padding:4px 8px"');
    expect(result).toContain('<b>Hello</b> <i>you</i>');
  });

  it('shows where links lead, as programs read it', () => {
    expect(clean('<a href="https://bücher.example/‮gpj.exe" target="_top" rel="opener">Bank</a>')).toBe(
      '<a href="https://xn--bcher-kva.example/%E2%80%AEgpj.exe" rel="noopener noreferrer nofollow" target="_blank">Bank</a>',
    );
  });

  it('puts in the pictures that came with the message, and marks the others', () => {
    const own = new Map([['logo@a', 'data:image/png;base64,AAAA']]);
    expect(sanitizeMailHtml('<img src="cid:logo%40a" alt="Logo">', own)).toBe(
      '<img src="data:image/png;base64,AAAA" alt="Logo" />',
    );
    expect(sanitizeMailHtml('<img src="cid:other" alt="<b>L\u202eogo">', own)).toBe(
      '<span class="picture">Picture not shown: &lt;b&gt;Logo</span>',
    );
  });

  it.each<[string, (length: number) => string]>([
    ['nested elements', (length) => '<div>'.repeat(length / 5)],
    ['nested unknown elements', (length) => '<zz>'.repeat(length / 4)],
    ['links', (length) => '<a href="http://x/">'.repeat(length / 20)],
    ['styles', (length) => '<p style="color:red;a:b">'.repeat(length / 25)],
    ['one long style', (length) => `<p style="border:${'solid '.repeat(length / 6)}!">x`],
    ['opening brackets', (length) => '<'.repeat(length)],
    ['comments', (length) => '<!--'.repeat(length / 4)],
  ])('takes bounded time: %s', (_what, make) => {
    const html = make(1_000_000);
    const startedAt = performance.now();
    sanitizeMailHtml(html, none);
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });
});
