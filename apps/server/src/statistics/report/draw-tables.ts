import { deliveryRateOf, type Measure } from '../measures.ts';
import { drawTitle } from './draw-chart.ts';
import type { Report, ReportTable } from './report.ts';
import { colours, fonts, page, textWidth, type Document } from './style.ts';
import { changeText, countText, durationText, pointsText, printable, shareText, sizeText } from './words.ts';

const lineHeight = 17;
const numberWidth = 92;

type Line = readonly [name: string, ...numbers: readonly string[]];

interface Table {
  readonly left: number;
  readonly width: number;
  readonly numberWidth: number;
  readonly head: Line;
  readonly lines: readonly Line[];
}

const words: Readonly<Record<Measure, string>> = {
  messages: 'Messages accepted',
  bytes: 'Their size',
  accepted: 'Deliveries that came of them',
  forwarded: 'Forwarded',
  replied: 'Replied',
  bounced: 'Bounced',
  expired: 'Expired',
  discarded: 'Discarded',
  cancelled: 'Cancelled',
  held: 'Held',
  deferred: 'Attempts that failed for a time',
  refused: 'Recipients refused',
};

/** Every number, and that of the time before. */
export function drawTotals(document: Document, report: Report): void {
  const { totals, totalsBefore, latency, latencyBefore } = report;
  const rate = deliveryRateOf(totals);
  const rateBefore = deliveryRateOf(totalsBefore);
  const names = Object.keys(words) as Measure[];
  const lines: readonly Line[] = [
    ...names.map((name): Line => {
      const text = name === 'bytes' ? sizeText : countText;
      const [now, before] = [totals[name], totalsBefore[name]];
      return [words[name], text(now), text(before), changeText(now, before)];
    }),
    ['Delivery rate', shareText(rate), shareText(rateBefore), pointsText(rate, rateBefore)],
    ...(['p50', 'p90', 'p99'] as const).map((share): Line => [
      `Time to deliver, ${share.slice(1)} of 100 within`,
      durationText(latency[share]),
      durationText(latencyBefore[share]),
      latency[share] === undefined ? '–' : changeText(latency[share], latencyBefore[share] ?? 0),
    ]),
  ];
  const head: Line = ['', 'This period', 'Period before', 'Change'];
  makeRoom(document, 20 + (lines.length + 1) * lineHeight);
  drawTitle(document, 'Totals');
  document.y += 4;
  drawTable(document, { left: page.left, width: textWidth, numberWidth, head, lines });
  document.y += 24;
}

/** The top lists, two beside each other. */
export function drawTables(document: Document, { tables }: Report): void {
  const gap = 24;
  const width = (textWidth - gap) / 2;
  for (let first = 0; first < tables.length; first += 2) {
    const pair = tables.slice(first, first + 2);
    const lines = Math.max(...pair.map(({ list }) => list.items.length));
    makeRoom(document, 36 + (lines + 1) * lineHeight);
    const top = document.y;
    const ends = pair.map((table, index) => {
      document.y = top;
      drawTopList(document, table, { left: page.left + index * (width + gap), width });
      return document.y;
    });
    document.y = Math.max(...ends) + 12;
  }
}

function drawTopList(
  document: Document,
  { title, of, counted, list }: ReportTable,
  { left, width }: { readonly left: number; readonly width: number },
): void {
  const { items, total } = list;
  document
    .font(fonts.bold)
    .fontSize(11)
    .fillColor(colours.ink)
    .text(title, left, document.y, { lineBreak: false });
  if (total > items.length) {
    const end = left + document.widthOfString(title) + 6;
    document.font(fonts.regular).fontSize(8).fillColor(colours.muted);
    document.text(`${String(items.length)} of ${countText(total)}`, end, document.y + 2.5, {
      lineBreak: false,
    });
    document.y -= 2.5;
  }
  document.y += 16;
  const lines = items.map(({ key, name, count, previousCount = 0 }): Line => [
    name ?? `gone (${key.slice(0, 8)})`,
    countText(count),
    changeText(count, previousCount),
  ]);
  drawTable(document, { left, width, numberWidth: 52, head: [of, counted, 'Change'], lines });
}

/** Begins a page where there is not so much room left. */
function makeRoom(document: Document, height: number): void {
  if (document.y + height <= page.bottom - 4) return;
  document.addPage();
  document.y = page.top;
}

function drawTable(document: Document, { head, lines, ...frame }: Table): void {
  drawLine(document, head, { ...frame, colour: colours.muted, isHead: true });
  for (const [index, line] of lines.entries()) {
    if (index > 0) {
      document
        .moveTo(frame.left, document.y)
        .lineTo(frame.left + frame.width, document.y)
        .lineWidth(0.4);
      document.stroke(colours.hairline);
    }
    drawLine(document, line, { ...frame, colour: colours.ink, isHead: false });
  }
}

function drawLine(
  document: Document,
  [name, ...numbers]: Line,
  {
    left,
    width,
    numberWidth: each,
    colour,
    isHead,
  }: Omit<Table, 'head' | 'lines'> & { readonly colour: string; readonly isHead: boolean },
): void {
  const top = document.y;
  if (isHead) {
    document
      .moveTo(left, top + lineHeight - 1)
      .lineTo(left + width, top + lineHeight - 1)
      .lineWidth(0.8);
    document.stroke(colours.muted);
  }
  document.font(fonts.regular).fontSize(isHead ? 8 : 9);
  const y = top + (isHead ? 5 : 4.5);
  document
    .fillColor(colour)
    .text(fit(document, printable(name), width - each * numbers.length - 6), left, y, { lineBreak: false });
  for (const [index, number] of numbers.entries()) {
    const end = left + width - each * (numbers.length - 1 - index);
    const isChange = !isHead && index === numbers.length - 1 && numbers.length > 1;
    document.fillColor(isChange ? colours.muted : colour);
    document.text(number, end - each, y, { width: each, align: 'right', lineBreak: false });
  }
  document.y = top + lineHeight;
}

/** What fits, with an ellipsis in the middle: of an address both ends tell most. */
function fit(document: Document, text: string, width: number): string {
  if (document.widthOfString(text) <= width) return text;
  let kept = text.length - 1;
  const shorten = () =>
    `${text.slice(0, Math.ceil(kept / 2))}…${text.slice(text.length - Math.floor(kept / 2))}`;
  while (kept > 1 && document.widthOfString(shorten()) > width) kept -= 1;
  return shorten();
}
