/**
 * What `/docs` has beyond the sheet that all pages share. Wide: the list of operations beside, what an operation does on the left and how it looks
 * on the right. Narrower: one below the other. On a phone the list becomes two columns at the top.
 */
export const referenceStylesheet = `
:root { --code: oklch(0.968 0.006 250); --blue: oklch(0.5 0.14 255); --soft: oklch(0.95 0.01 250); }
@media (prefers-color-scheme: dark) {
  :root { --code: oklch(0.205 0.016 250); --blue: oklch(0.78 0.11 255); --soft: oklch(0.27 0.02 250); }
}
html { scroll-padding-top: 24px; }
body > header, body > main { max-width: 1440px; padding-left: 32px; padding-right: 32px; }
body > header { border-bottom: 1px solid var(--line); max-width: none; padding-top: 14px; padding-bottom: 14px; }
.reference { display: grid; grid-template-columns: 264px minmax(0, 1fr); gap: 0 48px; }
nav { position: sticky; top: 0; align-self: start; height: 100vh; overflow-y: auto; padding: 24px 12px 48px 0; border-right: 1px solid var(--line);
  scrollbar-width: thin; font-size: 13px; }
nav details > summary, nav .place { display: block; padding: 6px 10px; border-radius: 8px; color: var(--text); font-weight: 550; border: 0; list-style: none; }
nav details[open] > summary { border: 0; }
nav summary::-webkit-details-marker { display: none; }
nav summary::after { content: ""; float: right; width: 6px; height: 6px; margin: 6px 2px 0 0; border: solid var(--muted); border-width: 0 1.5px 1.5px 0;
  transform: rotate(-45deg); transition: transform 140ms ease-out; }
nav details[open] summary::after { transform: rotate(45deg); }
nav summary:hover, nav .place:hover, nav li a:hover { background: var(--soft); text-decoration: none; }
nav ul { list-style: none; margin: 2px 0 10px; padding: 0; }
nav li a { display: flex; justify-content: space-between; gap: 8px; align-items: baseline; padding: 4px 10px; border-radius: 8px; color: var(--muted); }
nav li a:hover { color: var(--text); }
nav li a span:first-child { overflow-wrap: normal; }
.body { min-width: 0; padding-top: 8px; }
.body section + section { border-top: 1px solid var(--line); margin-top: 56px; padding-top: 16px; }
.start h1 { font-size: 28px; } .start .lead { max-width: 76ch; color: var(--muted); font-size: 15px; }
.body h2 { font-size: 21px; letter-spacing: -0.01em; font-weight: 650; margin: 24px 0 4px; }
.body h2 + p { color: var(--muted); }
.samples { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 16px; margin: 24px 0; align-items: start; }
.stack { display: grid; gap: 16px; min-width: 0; }
.topics { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 24px 32px; margin-top: 32px; }
.topics h3 { font-size: 14px; margin: 0; font-weight: 600; } .topics p { margin: 4px 0 0; color: var(--muted); font-size: 13.5px; }
.operation { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 8px 40px; padding: 32px 0; scroll-margin-top: 8px; }
.operation + .operation { border-top: 1px solid var(--line); }
.operation h3 { font-size: 17px; margin: 0 0 6px; font-weight: 620; letter-spacing: -0.005em; } .operation h3 a { color: var(--text); }
.operation:target h3 a { color: var(--accent); }
.operation p { margin: 8px 0; }
.endpoint { display: flex; gap: 10px; align-items: baseline; } .endpoint code { font-size: 13px; overflow-wrap: normal; word-break: normal; }
.endpoint i { color: var(--accent); font-style: normal; }
.method { font: 600 10.5px/1 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; letter-spacing: 0.03em; color: var(--muted); flex: none; }
.endpoint .method { border: 1px solid var(--line); border-radius: 6px; padding: 4px 6px; font-size: 11px; background: var(--card); }
.method.get { color: var(--blue); } .method.post { color: var(--green); } .method.patch, .method.put { color: var(--amber); } .method.delete { color: var(--red); }
.body :not(pre) > code { background: var(--soft); border-radius: 4px; padding: 1px 4px; font-size: 0.9em; }
.body .endpoint code, .body .field-name, .body td a code { background: none; padding: 0; }
h4 { font-size: 13px; font-weight: 600; margin: 24px 0 4px; } h4 small { font-weight: 400; color: var(--muted); font-size: 13px; margin-left: 4px; }
.fields { list-style: none; margin: 0; padding: 0; font-size: 13px; }
.fields > li { padding: 8px 0; border-top: 1px solid var(--line); } .fields p { margin: 2px 0 0; color: var(--muted); }
.fields .fields { margin: 8px 0 0; padding-left: 14px; border-left: 2px solid var(--line); } .fields .fields > li:first-child { border-top: 0; padding-top: 0; }
.fields .fields > li:last-child { padding-bottom: 0; }
.field { display: flex; flex-wrap: wrap; gap: 0 10px; align-items: baseline; }
.body .field-name { font-weight: 600; font-size: 12.5px; } .type, .bounds { color: var(--muted); font-size: 12.5px; }
.required { color: var(--amber); font-size: 12px; font-weight: 550; }
.branch { font-weight: 550; margin: 8px 0; }
details.answer > summary { display: flex; gap: 8px; align-items: center; padding: 0; margin-top: 24px; border: 0; list-style: none; color: var(--text); }
details.answer > summary::-webkit-details-marker { display: none; } details.answer > summary h4 { margin: 0 0 4px; }
details.answer > summary::before { content: ""; width: 6px; height: 6px; border: solid var(--muted); border-width: 0 1.5px 1.5px 0; transform: rotate(-45deg);
  transition: transform 140ms ease-out; margin: 0 2px 4px; }
details.answer[open] > summary::before { transform: rotate(45deg); } details.answer[open] > summary { border: 0; }
.codes { list-style: none; display: flex; flex-wrap: wrap; gap: 6px; margin: 6px 0 0; padding: 0; }
.codes a { display: inline-block; border: 1px solid var(--line); border-radius: 999px; padding: 2px 10px; font-size: 12px; color: var(--muted); background: var(--card); }
.codes a:hover { border-color: var(--accent); color: var(--text); text-decoration: none; }
.status { color: var(--red); font-weight: 600; } .status.good { color: var(--green); }
.remark { color: var(--muted); font-size: 13px; margin-top: 16px; }
.shown { position: sticky; top: 24px; align-self: start; display: grid; gap: 16px; min-width: 0; }
.sample { margin: 0; border: 1px solid var(--line); border-radius: 12px; overflow: hidden; background: var(--code); min-width: 0; }
.sample figcaption { padding: 8px 14px; font-size: 12px; font-weight: 550; border-bottom: 1px solid var(--line); color: var(--muted); }
.sample small { float: right; font-weight: 400; }
.sample pre { padding: 12px 14px; font-size: 12px; white-space: pre; overflow-wrap: normal; line-height: 1.55; max-height: 420px; overflow: auto; scrollbar-width: thin; }
.sample pre b { font-weight: 400; } .sample .name { color: var(--blue); } .sample .text { color: var(--green); } .sample .literal { color: var(--amber); }
.sample pre i { color: var(--muted); }
.body .errors td { padding: 10px 16px; } .errors td:nth-child(2) { white-space: nowrap; } .errors tr:target td { background: var(--notice); }
@media (max-width: 1180px) { .operation { grid-template-columns: minmax(0, 1fr); } .shown { position: static; margin-top: 16px; } .topics { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
@media (max-width: 860px) {
  body > header, body > main { padding-left: 16px; padding-right: 16px; }
  .reference { grid-template-columns: minmax(0, 1fr); }
  nav { position: static; height: auto; border-right: 0; border-bottom: 1px solid var(--line); padding: 12px 0; }
  .menu { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); } .menu details[open] { grid-column: 1 / -1; } .samples, .topics { grid-template-columns: minmax(0, 1fr); }
  .errors tr { grid-template-columns: auto 1fr; gap: 4px 10px; } .body .errors td { padding: 0; } .errors td:nth-child(3) { grid-column: 1 / -1; }
  .errors tr:target { background: var(--notice); } .errors tr:target td { background: none; }
}
@media (prefers-reduced-motion: reduce) { nav summary::after, details.answer > summary::before { transition: none; } }
@media print { nav { display: none; } .reference { display: block; } }
`;
