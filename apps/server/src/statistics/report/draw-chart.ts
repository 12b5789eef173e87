import { deliveredOf, type Sums } from '../measures.ts';
import type { Report } from './report.ts';
import { colours, fonts, page, textWidth, type Document } from './style.ts';
import { countText, labelText } from './words.ts';

interface Layer {
  readonly word: string;
  readonly colour: string;
  readonly countOf: (sums: Sums) => number;
}

/** What a bar is made of, from the ground up. */
const layers: readonly Layer[] = [
  { word: 'Delivered', colour: colours.delivered, countOf: deliveredOf },
  {
    word: 'Bounced or expired',
    colour: colours.bounced,
    countOf: ({ bounced, expired }) => bounced + expired,
  },
  { word: 'Held', colour: colours.held, countOf: ({ held }) => held },
  {
    word: 'Discarded or cancelled',
    colour: colours.discarded,
    countOf: ({ discarded, cancelled }) => discarded + cancelled,
  },
  { word: 'Refused', colour: colours.refused, countOf: ({ refused }) => refused },
];

const height = 150;
const axisWidth = 36;
/** Lines of the grid above the ground. */
const gridLines = 4;
/** Width of a label below the ground. */
const labelWidth = 44;

/** Bars by outcome, with a legend. */
export function drawChart(document: Document, { steps, granularity }: Report): void {
  drawTitle(document, `By outcome, per ${granularity}`);
  const top = document.y + 6;
  const ground = top + height;
  const greatest = Math.max(...steps.map(({ sums }) => totalOf(sums)), 0);
  const scale = scaleOf(greatest);
  drawGrid(document, { top, scale });
  const slot = (textWidth - axisWidth) / Math.max(1, steps.length);
  const barWidth = Math.min(26, Math.max(1.2, slot * 0.72));
  for (const [index, { sums }] of steps.entries()) {
    const left = page.left + axisWidth + slot * index + (slot - barWidth) / 2;
    drawBar(document, { left, ground, width: barWidth, sums, perCount: height / scale });
  }
  const every = Math.max(1, Math.ceil(labelWidth / slot));
  document.font(fonts.regular).fontSize(7.5).fillColor(colours.muted);
  for (const [index, { label }] of steps.entries()) {
    if (index % every !== 0) continue;
    const centre = page.left + axisWidth + slot * (index + 0.5);
    const left = Math.min(centre - labelWidth / 2, page.right - labelWidth);
    document.text(labelText(label, granularity), left, ground + 5, {
      width: labelWidth,
      align: 'center',
      lineBreak: false,
    });
  }
  drawLegend(document, ground + 22);
  document.y = ground + 52;
}

/** A heading within the report. */
export function drawTitle(document: Document, title: string): void {
  document.font(fonts.bold).fontSize(11).fillColor(colours.ink).text(title, page.left, document.y);
}

function totalOf(sums: Sums): number {
  return layers.reduce((sum, { countOf }) => sum + Math.max(0, countOf(sums)), 0);
}

/** The end of the axis: the least number at or above the greatest bar of which a quarter is 1, 2, 2.5 or 5 with zeros; 4 at least. */
function scaleOf(greatest: number): number {
  const quarter = Math.max(1, greatest / gridLines);
  const power = 10 ** Math.floor(Math.log10(quarter));
  const step = [1, 2, 2.5, 5, 10].find((each) => each * power >= quarter && Number.isInteger(each * power));
  return (step ?? 10) * power * gridLines;
}

function drawGrid(
  document: Document,
  { top, scale }: { readonly top: number; readonly scale: number },
): void {
  document.font(fonts.regular).fontSize(7.5).fillColor(colours.muted);
  for (let line = 0; line <= gridLines; line += 1) {
    const y = top + height - (height * line) / gridLines;
    document
      .moveTo(page.left + axisWidth, y)
      .lineTo(page.right, y)
      .lineWidth(line === 0 ? 0.8 : 0.4);
    document.stroke(line === 0 ? colours.muted : colours.hairline);
    document.text(countText((scale * line) / gridLines), page.left, y - 3.5, {
      width: axisWidth - 6,
      align: 'right',
      lineBreak: false,
    });
  }
}

interface Bar {
  readonly left: number;
  readonly ground: number;
  readonly width: number;
  readonly sums: Sums;
  /** Points of height. */
  readonly perCount: number;
}

function drawBar(document: Document, { left, ground, width, sums, perCount }: Bar): void {
  let y = ground;
  for (const { colour, countOf } of layers) {
    const part = Math.max(0, countOf(sums)) * perCount;
    if (part === 0) continue;
    document.rect(left, y - part, width, part).fill(colour);
    y -= part;
  }
}

function drawLegend(document: Document, y: number): void {
  let x: number = page.left + axisWidth;
  document.font(fonts.regular).fontSize(8);
  for (const { word, colour } of layers) {
    document.roundedRect(x, y + 0.5, 7, 7, 1.5).fill(colour);
    document.fillColor(colours.ink).text(word, x + 11, y, { lineBreak: false });
    x += 11 + document.widthOfString(word) + 16;
  }
}
