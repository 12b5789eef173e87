/**
 * What every calendar part has in its header in one of the usual spellings: `text/calendar`, `application/ics`, `invite.ics`. A few
 * searches for fixed octets cost a fraction of what reading the parts would. None is found in base64 by chance: it has no dot, and `/ics`
 * alone stands in most attachments of 10 MB.
 */
const traces = ['alendar', 'ALENDAR', 'ion/ics', 'ion/ICS', 'ION/ics', 'ION/ICS', '.ics', '.ICS'].map(
  (text) => Buffer.from(text),
);

/** One octet less than the longest trace: what may stand at the end of a chunk and go on in the next. */
const overlapBytes = Math.max(...traces.map(({ length }) => length)) - 1;

/** Whether a body may hold a calendar. True also for bodies that merely speak of one; false is certain. */
export async function mayHoldCalendar(body: AsyncIterable<Buffer>): Promise<boolean> {
  let rest = Buffer.alloc(0);
  for await (const chunk of body) {
    const joint = Buffer.concat([rest, chunk.subarray(0, overlapBytes)]);
    if (traces.some((trace) => joint.includes(trace) || chunk.includes(trace))) return true;
    const last = chunk.length < overlapBytes ? joint : chunk;
    rest = Buffer.from(last.subarray(Math.max(0, last.length - overlapBytes)));
  }
  return false;
}
