import PDFDocument from 'pdfkit';
import { drawChart } from './draw-chart.ts';
import { drawHead, drawNumbers } from './draw-head.ts';
import { drawTables, drawTotals } from './draw-tables.ts';
import type { Report } from './report.ts';
import { colours, fonts, page, textWidth, type Document } from './style.ts';
import { momentText, printable, rangeText } from './words.ts';

/** A report as PDF. */
export async function drawReport(report: Report): Promise<Buffer> {
  const document = new PDFDocument({
    size: 'A4',
    margins: { top: page.top, left: page.left, right: page.width - page.right, bottom: 0 },
    bufferPages: true,
    lang: 'en',
    displayTitle: true,
    info: {
      Title: `Mail statistics of ${printable(report.organizationName)}, ${rangeText(report.range)}`,
      Creator: 'SMTPy',
      CreationDate: report.madeAt,
    },
  });
  const octets = collect(document);
  drawHead(document, report);
  drawNumbers(document, report);
  drawChart(document, report);
  drawTotals(document, report);
  drawTables(document, report);
  drawFeet(document, report);
  document.end();
  return octets;
}

async function collect(document: Document): Promise<Buffer> {
  const parts: Buffer[] = [];
  // A readable stream of the octets of the document: the types of the library name no more of them.
  for await (const part of document as unknown as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts);
}

/** Page numbers, which are known at the end. */
function drawFeet(document: Document, { madeAt, range, organizationName }: Report): void {
  const { start, count } = document.bufferedPageRange();
  for (let index = 0; index < count; index += 1) {
    document.switchToPage(start + index);
    const y = page.height - 40;
    document
      .moveTo(page.left, y - 8)
      .lineTo(page.right, y - 8)
      .lineWidth(0.5)
      .stroke(colours.hairline);
    document.font(fonts.regular).fontSize(8).fillColor(colours.muted);
    const made = `${printable(organizationName)} · made ${momentText(madeAt.getTime(), range.timeZone)} (${range.timeZone})`;
    document.text(made, page.left, y, {
      width: textWidth - 80,
      lineBreak: false,
      ellipsis: true,
      height: 10,
    });
    document.text(`Page ${String(index + 1)} of ${String(count)}`, page.right - 80, y, {
      width: 80,
      align: 'right',
      lineBreak: false,
    });
  }
}
