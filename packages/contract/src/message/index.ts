export * from './operations.ts';
export * from './refusal-operations.ts';
