/**
 * What a peer may do before it is stopped. Limits that operators choose are in the configuration; these protect the process and
 * lie where no honest sender comes near.
 */

/**
 * Octets of one command line without CRLF. RFC 5321 §4.5.3.1.4 asks for 512 with CRLF and extensions add to it; four times as much
 * is what Postfix allows. Longer lines are never mail.
 */
export const maxCommandOctets = 2_048;

/**
 * Octets of one line of content with CRLF. RFC 5321 §4.5.3.1.6 asks for 1,000 and RFC 5321 §4.5.3.1 asks to avoid limits: real
 * newsletters have HTML lines of 20,000 octets, and refusing them would lose mail that its reader wants. At 64 KiB no legitimate
 * line is left, while a body without any line end is refused.
 */
export const maxLineOctets = 65_536;

/**
 * Octets of the header block with its empty line. Postfix reads 100 KiB as header, Exchange 256 KiB; a header of 5,000 recipients has
 * 200 KiB. It is the size of one content chunk, so that a header block is always complete in the first.
 */
export const maxHeaderOctets = 262_144;

/** Header fields. Mail that went through many filters has 150. */
export const maxHeaderFields = 2_000;

/** RFC 5321 §6.3 wants at least 100 hops to be possible; loops of two hosts are seen at 50, and honest mail has below 20. */
export const maxReceivedFields = 50;

/** Signatures that are verified, from the top. Each costs a DNS question and a public-key operation that the sender chooses. */
export const maxSignatures = 10;

/** Refused commands of a session (other than recipients and content) before it ends. Postfix: 20. */
export const maxCommandFaults = 20;

/**
 * Refused logins of a session before it ends. More often nobody mistypes without looking at what he types; the limits over all
 * sessions are in `app-passwords/`.
 */
export const maxRefusedLogins = 5;

/**
 * How long after its command a failed login is answered: too short to be felt by a person, long enough that one connection cannot ask
 * for much, and the same for every reason, so that the time tells none.
 */
export const failedLoginDelayMs = 1_000;

/** Commands that move no message forward, between two messages: NOOP, RSET, HELO, VRFY and the like. Postfix: 100. */
export const maxIdleCommands = 100;

/** How long a client that was not seen in the last hour waits for the greeting; who talks before it is no mail server. */
export const greetingPauseMs = 100;

/** Grace before the rate of a transfer is judged. */
export const transferGraceMs = 600_000;

/** Octets per second that a transfer must reach after the grace; 50 MiB then take up to four hours and a trickle ends. */
export const minTransferOctetsPerSecond = 4_096;

/** The longest transfer, whatever its rate: chunks of content that is still on its way must never look like orphans. */
export const maxTransferMs = 12 * 60 * 60 * 1000;

/** Memory for content in flight, per process. Beyond it new DATA gets 452 and the sender comes back. */
export const contentBudgetOctets = 268_435_456;

/** A directory look-up; longer means that the database is in trouble, and the peer hears 451. */
export const lookUpTimeoutMs = 30_000;

/**
 * The commit. RFC 5321 §4.5.3.2.6 has clients wait ten minutes for the final reply: 451 must reach them before they give up, and
 * a commit that succeeds later is a duplicate, not a loss.
 */
export const enqueueTimeoutMs = 300_000;

/** SPF, DKIM, DMARC and ARC together, after the content; RFC 7208 §4.6.4 allows at least 20 s for SPF alone. */
export const authenticationTimeoutMs = 20_000;

/** The client's name is decoration of the Received field: nothing waits for it. */
export const clientNameTimeoutMs = 2_000;
