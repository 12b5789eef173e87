import { describe, expect, it } from 'vitest';
import { countOctet, readWithProgress, type Progress } from './read-with-progress.ts';

const lineFeed = 10;

describe('reading with progress', () => {
  it('tells after each piece how much there is, never more than all', async () => {
    const pieces = ['head\na\n', 'b\nc', '\nd\n'].map((text) => new TextEncoder().encode(text));
    const body = new ReadableStream({
      start(controller) {
        for (const piece of pieces) controller.enqueue(piece);
        controller.close();
      },
    });
    const told: Progress[] = [];
    const answer = await readWithProgress(
      new Response(body, { headers: { 'content-disposition': 'attachment; filename="a.csv"' } }),
      { total: 4, count: (piece) => countOctet(piece, lineFeed) },
      (progress) => told.push(progress),
    );
    expect(told.map(({ done }) => done)).toEqual([0, 2, 3, 4]);
    expect(await answer.text()).toBe('head\na\nb\nc\nd\n');
    expect(answer.headers.get('content-disposition')).toContain('a.csv');
  });
});
