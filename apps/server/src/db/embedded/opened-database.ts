import type { ConnectionSettings } from '../connect.ts';

/** A database that accepts connections, until `close`. */
export interface OpenDatabase extends AsyncDisposable {
  /** For `connect`, here and in other processes. They stay the same over a `restart`. */
  readonly connectionSettings: ConnectionSettings;
  /** Whose server it is: an external one, our own child, or another process's. */
  readonly kind: 'external' | 'own' | 'guest';
  /** Starts the embedded server again after it ended; rejects as `openDatabase` does. Does nothing for other servers. */
  restart(): Promise<void>;
  /** Stops our own server; close every connection before. May be called twice. */
  close(): Promise<void>;
}
