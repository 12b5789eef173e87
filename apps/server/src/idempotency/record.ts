/** Which record. */
export interface RecordKey {
  /** Whose key it is; each has own ones. */
  readonly caller: string;
  /** As the caller chose it. */
  readonly key: string;
}

/** A request that may come again. */
export interface RepeatableWork extends RecordKey {
  /** The id of the operation. */
  readonly operation: string;
  /** Of all that makes it the same request. */
  readonly requestHash: Buffer;
}
