export * from './domain.ts';
export * from './key-operations.ts';
export * from './operations.ts';
export * from './record.ts';
