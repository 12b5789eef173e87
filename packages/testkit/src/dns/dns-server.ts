import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { streamEncode, type Packet } from 'dns-packet';
import type { DnsFailure, DnsRecordData, DnsRecordType, DnsZones } from './records.ts';
import { encodeForUdp, formatResponse, parseQuery } from './responses.ts';
import { normalizeName, ZoneData } from './zone-data.ts';

/** A question the server was asked, also when it did not answer it. */
export interface DnsQuery {
  /** In lower case, without the final dot. */
  readonly name: string;
  /** In upper case; any type, also ones the server holds no data for. */
  readonly type: string;
  readonly transport: 'udp' | 'tcp';
}

/** How to start a DNS server. */
export interface DnsServerOptions {
  /** Records to begin with; more are added with `set`. */
  readonly zones?: DnsZones;
  /** The same for UDP and TCP; 0, the default, lets the system choose. */
  readonly port?: number;
  /** Time to live of records set without their own. Default 0, so that a change is seen at once. */
  readonly ttlSeconds?: number;
  /** Largest UDP response, also for clients that offer more (EDNS). Default 1232. Clients without EDNS get at most 512. */
  readonly maxUdpBytes?: number;
}

/** A running DNS server; its records may be changed while it runs. */
export interface DnsServer extends AsyncDisposable {
  /** `127.0.0.1:port`, the form `SMTPY_DNS_SERVERS` takes. */
  readonly address: string;
  readonly port: number;
  /** Every question so far, in order. */
  readonly queries: readonly DnsQuery[];
  /** Replaces the records of one name and type; an empty array removes them but keeps the name existing (NODATA). */
  set<Type extends DnsRecordType>(
    name: string,
    type: Type,
    values: readonly DnsRecordData[Type][],
    options?: { readonly ttlSeconds?: number },
  ): void;
  /** Removes a name with all its records and failures: it becomes NXDOMAIN unless a name below it exists. */
  remove(name: string): void;
  /** Makes a name, or only one type of it, fail until `recover`. */
  fail(name: string, failure: DnsFailure, type?: DnsRecordType): void;
  /** Ends every failure of a name. */
  recover(name: string): void;
  /** Empties `queries`. */
  forgetQueries(): void;
  /** Stops both listeners and breaks open TCP connections. May be called twice. */
  close(): Promise<void>;
}

/** RFC 9715 §3.1 and the DNS Flag Day 2020 recommend it: it fits every path without fragments. */
const defaultMaxUdpBytes = 1232;
/** A port free for TCP may be taken for UDP; then the next is tried. */
const bindAttempts = 10;

/** Starts a DNS server on 127.0.0.1, on UDP and TCP with the same port. */
export async function startDnsServer(options: DnsServerOptions = {}): Promise<DnsServer> {
  for (let attempt = 1; ; attempt += 1) {
    const server = new RunningDnsServer(options);
    try {
      await server.listen(options.port ?? 0);
      return server;
    } catch (error) {
      await server.close();
      // Expected: EADDRINUSE. With a given port another attempt meets the same.
      if (attempt === bindAttempts || (options.port ?? 0) !== 0) throw error;
    }
  }
}

class RunningDnsServer implements DnsServer {
  readonly queries: DnsQuery[] = [];
  readonly #zones: ZoneData;
  readonly #maxUdpBytes: number;
  readonly #udp: UdpSocket;
  readonly #tcp: Server;
  readonly #connections = new Set<Socket>();
  #port = 0;
  #closing: Promise<void> | undefined;

  constructor(options: DnsServerOptions) {
    this.#zones = new ZoneData(options.zones ?? {}, options.ttlSeconds ?? 0);
    this.#maxUdpBytes = options.maxUdpBytes ?? defaultMaxUdpBytes;
    this.#udp = createSocket('udp4', (message, peer) => {
      this.#answerUdp(message, peer);
    });
    this.#tcp = createServer((socket) => {
      this.#serveTcp(socket);
    });
  }

  async listen(port: number): Promise<void> {
    this.#tcp.listen(port, '127.0.0.1');
    await once(this.#tcp, 'listening');
    const address = this.#tcp.address();
    if (address !== null && typeof address === 'object') this.#port = address.port;
    this.#udp.bind(this.#port, '127.0.0.1');
    await once(this.#udp, 'listening');
    // A client that is gone before its answer is no concern of the test.
    this.#udp.on('error', () => undefined);
  }

  get port(): number {
    return this.#port;
  }

  get address(): string {
    return `127.0.0.1:${this.#port}`;
  }

  // eslint-disable-next-line @typescript-eslint/max-params -- three say everything in nearly every call
  set<Type extends DnsRecordType>(
    name: string,
    type: Type,
    values: readonly DnsRecordData[Type][],
    options: { readonly ttlSeconds?: number } = {},
  ): void {
    this.#zones.set(name, type, { values, ttlSeconds: options.ttlSeconds });
  }

  remove(name: string): void {
    this.#zones.remove(name);
  }

  fail(name: string, failure: DnsFailure, type?: DnsRecordType): void {
    this.#zones.fail(name, failure, type);
  }

  recover(name: string): void {
    this.#zones.recover(name);
  }

  forgetQueries(): void {
    this.queries.length = 0;
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#shutDown());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #answerUdp(message: Buffer, peer: { readonly address: string; readonly port: number }): void {
    const answer = this.#answer(message, 'udp');
    if (answer === undefined) return;
    const maxBytes = Math.min(answer.maxUdpBytes, this.#maxUdpBytes);
    this.#udp.send(encodeForUdp(answer.response, maxBytes), peer.port, peer.address);
  }

  #serveTcp(socket: Socket): void {
    this.#connections.add(socket);
    socket.once('close', () => this.#connections.delete(socket));
    // A resolver that resets its connection is no concern of the test.
    socket.on('error', () => undefined);
    let pending: Buffer = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      pending = Buffer.concat([pending, chunk]);
      // RFC 1035 §4.2.2: each message follows its length in two octets.
      while (pending.length >= 2 && pending.length >= 2 + pending.readUInt16BE(0)) {
        const end = 2 + pending.readUInt16BE(0);
        const answer = this.#answer(pending.subarray(2, end), 'tcp');
        if (answer !== undefined) socket.write(streamEncode(answer.response));
        pending = pending.subarray(end);
      }
    });
  }

  #answer(
    message: Buffer,
    transport: 'udp' | 'tcp',
  ): { readonly response: Packet; readonly maxUdpBytes: number } | undefined {
    const query = parseQuery(message);
    if (query === undefined) return undefined;
    const { name, type } = query.question;
    this.queries.push({ name: normalizeName(name), type, transport });
    const response = formatResponse(query, this.#zones.lookUp(name, type));
    return response === undefined ? undefined : { response, maxUdpBytes: query.maxUdpBytes };
  }

  async #shutDown(): Promise<void> {
    const closed = [closeIfOpen(this.#udp), closeIfOpen(this.#tcp)];
    for (const socket of this.#connections) socket.destroy();
    await Promise.all(closed);
  }
}

/** Neither kind of socket emits `close` when it never listened; closing then throws or calls back with an error. */
function closeIfOpen(socket: UdpSocket | Server): Promise<void> {
  return new Promise((resolve) => {
    try {
      socket.close(() => {
        resolve();
      });
    } catch {
      // Expected: ERR_SOCKET_DGRAM_NOT_RUNNING.
      resolve();
    }
  });
}
