export { connectLive, liveCloseCodes, liveMessage, liveQuery, type LiveMessage } from './live.ts';
