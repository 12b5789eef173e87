import { deliveredOf, deliveryRateOf } from '../measures.ts';
import type { Report } from './report.ts';
import { colours, fonts, page, textWidth, type Document } from './style.ts';
import { changeText, countText, durationText, pointsText, printable, rangeText, shareText } from './words.ts';

/** Title, organization and time. */
export function drawHead(document: Document, { organizationName, range, previous }: Report): void {
  document.font(fonts.bold).fontSize(9).fillColor(colours.accent);
  document.text('MAIL STATISTICS', page.left, page.top, { characterSpacing: 1.2 });
  document.font(fonts.bold).fontSize(22).fillColor(colours.ink);
  document.text(printable(organizationName), page.left, page.top + 16, {
    width: textWidth,
    height: 28,
    ellipsis: true,
    lineBreak: false,
  });
  document.font(fonts.regular).fontSize(10).fillColor(colours.ink);
  document.text(rangeText(range), page.left, page.top + 46);
  document.fontSize(9).fillColor(colours.muted);
  document.text(
    `Time zone ${range.timeZone} · compared with ${rangeText(previous)}`,
    page.left,
    page.top + 61,
  );
  document.y = page.top + 88;
}

interface Key {
  readonly title: string;
  readonly value: string;
  readonly change: string;
}

const boxHeight = 58;
const gap = 10;

/** The four numbers that say most. */
export function drawNumbers(document: Document, report: Report): void {
  const keys = keysOf(report);
  const width = (textWidth - gap * (keys.length - 1)) / keys.length;
  const top = document.y;
  for (const [index, { title, value, change }] of keys.entries()) {
    const left = page.left + index * (width + gap);
    document.roundedRect(left, top, width, boxHeight, 5).lineWidth(0.7).stroke(colours.hairline);
    document
      .font(fonts.regular)
      .fontSize(8)
      .fillColor(colours.muted)
      .text(title, left + 10, top + 9, { lineBreak: false });
    document
      .font(fonts.bold)
      .fontSize(17)
      .fillColor(colours.ink)
      .text(value, left + 10, top + 21, { lineBreak: false });
    document
      .font(fonts.regular)
      .fontSize(8)
      .fillColor(colours.muted)
      .text(change, left + 10, top + 43, { lineBreak: false });
  }
  document.y = top + boxHeight + 26;
}

function keysOf({ totals, totalsBefore, latency, latencyBefore }: Report): readonly Key[] {
  const rate = deliveryRateOf(totals);
  const rateBefore = deliveryRateOf(totalsBefore);
  return [
    {
      title: 'Messages',
      value: countText(totals.messages),
      change: against(changeText(totals.messages, totalsBefore.messages), countText(totalsBefore.messages)),
    },
    {
      title: 'Delivered',
      value: countText(deliveredOf(totals)),
      change: against(
        changeText(deliveredOf(totals), deliveredOf(totalsBefore)),
        countText(deliveredOf(totalsBefore)),
      ),
    },
    {
      title: 'Delivery rate',
      value: shareText(rate),
      change: against(pointsText(rate, rateBefore), shareText(rateBefore)),
    },
    {
      title: 'Median time to deliver',
      value: durationText(latency.p50),
      change: latencyBefore.p50 === undefined ? 'none before' : `${durationText(latencyBefore.p50)} before`,
    },
  ];
}

/** What it was before, and by how much it differs, where there is something to compare with. */
function against(change: string, before: string): string {
  return change === '–' ? `${before === '–' ? 'none' : before} before` : `${change} (${before} before)`;
}
