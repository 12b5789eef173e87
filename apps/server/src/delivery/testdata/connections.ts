import { startScriptedMx, type ScriptedMx, type ScriptedMxOptions } from '@smtpy/testkit';
import {
  openConnection,
  type ConnectionRequest,
  type OpenResult,
  type SmtpConnection,
} from '../smtp-client/index.ts';
import { patientDeadlines } from './outgoing.ts';

/** Scripted MX hosts and connections to them, closed together. */
export interface Connections {
  startMx(options?: ScriptedMxOptions): Promise<ScriptedMx>;
  open(mx: ScriptedMx, changes?: Partial<ConnectionRequest>): Promise<OpenResult>;
  /** Opens, or throws what came instead. */
  connect(mx: ScriptedMx, changes?: Partial<ConnectionRequest>): Promise<SmtpConnection>;
  closeAll(): Promise<void>;
}

/** Makes an empty set of them. */
export function createConnections(): Connections {
  const servers: ScriptedMx[] = [];
  const connections: SmtpConnection[] = [];
  async function startMx(options: ScriptedMxOptions = {}): Promise<ScriptedMx> {
    const mx = await startScriptedMx(options);
    servers.push(mx);
    return mx;
  }
  async function open(mx: ScriptedMx, changes: Partial<ConnectionRequest> = {}): Promise<OpenResult> {
    const result = await openConnection(
      {
        host: 'mx.test',
        address: mx.host,
        port: mx.port,
        hostname: 'client.test',
        tlsPolicy: 'opportunistic',
        isCertificateVerified: false,
        deadlines: patientDeadlines,
        ...changes,
      },
      new AbortController().signal,
    );
    if (result.kind === 'open') connections.push(result.connection);
    return result;
  }
  return {
    startMx,
    open,
    connect: async (mx, changes) => {
      const result = await open(mx, changes);
      if (result.kind !== 'open') throw new Error(`not open: ${JSON.stringify(result)}`);
      return result.connection;
    },
    closeAll: async () => {
      await Promise.all(connections.splice(0).map((connection) => connection.close()));
      await Promise.all(servers.splice(0).map((server) => server.close()));
    },
  };
}
