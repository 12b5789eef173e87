/**
 * Purpose: statistics over the API: totals, series, top lists, latency, the dashboard and exports.
 *
 * Standards: RFC 4180 (CSV), ISO 8601 (weeks).
 */
export { statisticsDashboard, type StatisticsDashboardBody } from './dashboard.ts';
export { statisticsOperations } from './operations.ts';
export {
  statisticsDimensions,
  statisticsExportFormats,
  statisticsExportRows,
  statisticsGranularities,
  statisticsOrders,
} from './query.ts';
export { statisticsRange, statisticsSums, type StatisticsSumsBody } from './sums.ts';
