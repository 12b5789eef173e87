import type { Sums } from '../measures.ts';
import type { Range } from '../range.ts';
import type { TopList } from '../statistics.ts';
import type { Step } from '../steps.ts';

/** How long deliveries took, in ms; undefined where there was none. */
export interface ReportLatency {
  readonly p50?: number | undefined;
  readonly p90?: number | undefined;
  readonly p99?: number | undefined;
}

/** A top list with its words. */
export interface ReportTable {
  readonly title: string;
  /** What the first column is. */
  readonly of: string;
  /** What is counted. */
  readonly counted: string;
  readonly list: TopList;
}

/** What a report tells. */
export interface Report {
  readonly organizationName: string;
  readonly madeAt: Date;
  readonly range: Range;
  readonly previous: Range;
  readonly totals: Sums;
  readonly totalsBefore: Sums;
  readonly latency: ReportLatency;
  readonly latencyBefore: ReportLatency;
  /** What a bar of the chart stands for. */
  readonly granularity: string;
  readonly steps: readonly (Step & { readonly sums: Sums })[];
  readonly tables: readonly ReportTable[];
}
