/**
 * Purpose: numbers of what happened to mail, out of roll-ups that are written in the transactions of the facts.
 *
 * Not here: the facts themselves (`queue/`, `refusals/`).
 */
export { statisticsRoutes } from './routes.ts';
