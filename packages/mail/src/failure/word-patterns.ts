import type { FailurePattern } from './pattern.ts';

/** Words about the message, its sender and us. What names a cause for certain stands before what may stand in other replies too. */
export const messageWordPatterns: readonly FailurePattern[] = [
  {
    cause: 'loop',
    failureClass: 'policy',
    words:
      /too many hops|hop count (?:exceeded|limit)|mail loop|loops? (?:detected|back to)|is looping|routing loop|too many .?received.? (?:headers|fields|lines)/i,
    sentence: 'The message came by too often, or would come back (Postfix, sendmail, Exim, qmail).',
    example: '554 Too many "Received" headers - suspected mail loop',
  },
  {
    cause: 'authentication',
    failureClass: 'policy',
    words: /\bdmarc\b|rfc ?7489|anti-?spoofing/i,
    sentence: 'DMARC (all providers, iCloud and Mimecast among them).',
    example:
      "550 5.7.1 Your message was rejected due to example.com's DMARC policy. See https://support.apple.com/en-us/HT204137",
  },
  {
    cause: 'authentication',
    failureClass: 'policy',
    words:
      /\bspf\b.{0,80}(?:fail|not pass|reject|violat|not permit|not allow|not authori[sz]ed|forbid)|(?:fail|violat|reject|not permit|not allow).{0,80}\bspf\b|openspf|spf\.pobox|not (?:an )?authori[sz]ed (?:sender|to send).{0,60}domain/i,
    sentence: 'SPF.',
    example: '550 SPF check failed: 192.0.2.1 is not allowed to send mail from example.com',
  },
  {
    cause: 'authentication',
    failureClass: 'policy',
    words:
      /\bdkim\b.{0,80}(?:fail|not pass|invalid|missing|reject|required|bad)|(?:fail|invalid|missing|bad|no valid).{0,40}\bdkim\b/i,
    sentence: 'DKIM.',
    example: '550 DKIM signature of the message is invalid',
  },
  {
    cause: 'authentication',
    failureClass: 'policy',
    words:
      /unauthenticated (?:email|mail|message)|sender is unauthenticated|does not have authentication information|fails to pass authentication|not authenticated.{0,40}(?:domain|spf|dkim)/i,
    sentence: 'Gmail and others: the sender is not authenticated.',
    example: '550 This mail has been blocked because the sender is unauthenticated.',
  },
  {
    cause: 'malware',
    failureClass: 'spam',
    words:
      /\bvirus|malware|\binfected\b|\btrojan|\beicar\b|clamav|phish|potential security issue|\bDY-002\b/i,
    sentence: 'A virus, phishing, or an attachment that is taken for one (ClamAV, Gmail and others).',
    example: '552 5.7.0 This message was blocked because its content presents a potential security issue.',
  },
  {
    cause: 'greylisted',
    failureClass: 'soft',
    words:
      /gr[ae]y-?\s?list|postgrey|try again in \d{1,5} ?(?:s\b|sec|min)|first (?:time|contact).{0,60}try again|internal resources are temporarily unavailable/i,
    sentence: 'Greylisting, that of Mimecast included.',
    example:
      '450 4.2.0 <jane@example.com>: Recipient address rejected: Greylisted, see http://postgrey.example/',
  },
  {
    cause: 'rate_limited',
    failureClass: 'soft',
    words:
      /rate.?limit|too many (?:messages|connections|recipients|sessions|concurrent|mails|emails|errors|requests|bad)|throttl|limit exceeded|exceeded.{0,60}(?:limit|quota).{0,30}(?:send|messages|connections|per )|unusual rate|unexpected volume|sending (?:rate|limit|quota|too)|frequency limit|thread limit|\[TSS?\d\d\]|\bRP-00\d|volume of (?:mail|email|messages)|slow down|maximum number of (?:connections|messages)/i,
    sentence: 'Too much at once (Yahoo TSS04, Outlook.com RP-001, GMX, QQ, Comcast and others).',
    example:
      '421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints',
  },
  {
    cause: 'too_large',
    failureClass: 'policy',
    words:
      /(?:message|mail|e-?mail|size|content).{0,40}(?:too (?:large|big)|exceeds? .{0,40}(?:size|limit|maximum))|size (?:limit|exceed)|larger than|max(?:imum)? message size|exceeds? (?:the )?(?:maximum|allowed) (?:message )?size/i,
    sentence: 'The message is larger than allowed.',
    example: '552 Message size exceeds maximum permitted',
  },
  {
    cause: 'blocked_sender',
    failureClass: 'policy',
    words:
      /spamhaus|spamcop|sorbs|barracuda ?(?:central|networks|reputation)|\bd?n?s?rbl\b|\brbl\+?|dnsbl|abuseat|proofpoint\.com\/?\?ip|senderbase|senderscore|trend micro|cloudmark|psbl|uceprotect|invaluement|mailspike|truncate\.gbudb/i,
    sentence: 'A block list or a reputation service by its name.',
    example: '554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org',
  },
  {
    cause: 'blocked_sender',
    failureClass: 'policy',
    words:
      /black ?-?list|block ?-?list|deny ?-?list|reputation|client host (?:rejected|blocked)|banned (?:send|ip|host)|\bip\b.{0,60}(?:block|banned|listed|refused|reject|denied)|(?:block|bann)ed.{0,40}\bip\b|connections? (?:will not be|not) accepted|\[BL\d\d\]|\b(?:SC|OU|DY)-00\d|\(S3\d{3}\)|IP=.{0,60}problem occurred|tobr@|dynamic ip|blocked sender|sender.{0,30}blocked|not accepted from|Nemesis ESMTP.{0,60}not available|bad (?:sender|host) reputation/i,
    sentence:
      'Our host, our domain or the sender is not wanted (Outlook.com, Yahoo, GMX, T-Online, Mimecast and others).',
    example:
      "550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3150).",
  },
  {
    cause: 'spam',
    failureClass: 'spam',
    words: /\bspam|junk ?mail|\bUCE\b|unsolicited|spamassassin|\bDT:SPM|gtube|\bbulk mail|MCSpam/i,
    sentence: 'Taken for spam (Gmail, Yandex, Mail.ru, Rspamd, SpamAssassin and others).',
    example: '554 5.7.1 Message rejected under suspicion of SPAM; https://ya.cc/1IrBc',
  },
];

/** Words about the recipient and its mailbox. */
export const recipientWordPatterns: readonly FailurePattern[] = [
  {
    cause: 'mailbox_full',
    failureClass: 'full',
    words:
      /over ?-?(?:its |the )?quota|quota (?:has been |is )?(?:exceeded|full|reached)|quota ?exceeded|exceed(?:s|ed|ing)?.{0,40}quota|(?:mailbox|inbox|account|user|maildir|disk quota|recipient|storage).{0,40}\bfull\b|out of storage|not enough (?:storage )?space|insufficient.{0,20}quota|mailfolder is full|account is full|überfüllt|postfach ist voll/i,
    sentence: 'The mailbox has no room.',
    example: '550 mailbox is full (MTA-imposed quota exceeded while writing to file)',
  },
  {
    cause: 'system_full',
    failureClass: 'full',
    words:
      /insufficient (?:system )?(?:storage|disk|space)|no space left|disk (?:is )?full|out of (?:disk|memory)|low on (?:disk|space)/i,
    sentence: 'The host has no room.',
    example: '451 Write error: No space left on device',
  },
  {
    cause: 'relay_denied',
    failureClass: 'policy',
    words:
      /relay(?:ing)?\b.{0,40}(?:denied|not (?:permitted|allowed)|prohibited|access)|(?:not permitted|unable|not allowed|cannot|won'?t|do(?:es)? not) (?:to )?relay|rcpthosts|not (?:a )?local domain|authentication (?:is )?required|client was not authenticated|we do not relay/i,
    sentence: 'The host does not take mail for this domain: it was moved, or its set-up is not complete.',
    example: "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)",
  },
  {
    cause: 'recipient_restricted',
    failureClass: 'policy',
    words:
      /restricted|not (?:accepting|authorized to send).{0,40}(?:this (?:group|recipient|user)|from)|only accepts? (?:mail|messages) from|moderat|sendernotauthenticated|whitelist|allow ?-?list/i,
    sentence: 'The address takes mail only from some senders.',
    example: '550 Delivery to this recipient is restricted',
  },
  {
    cause: 'sender_address',
    failureClass: 'policy',
    words:
      /sender (?:address )?(?:rejected|denied|refused|invalid|verif|unknown|domain)|(?:invalid|unknown|unrouteable) sender|invalid dns mx|domain of sender|mail from.{0,60}(?:not exist|not resolve|reject|invalid)|callback|from address.{0,40}(?:not exist|invalid)/i,
    sentence:
      'The reverse path was refused, for its domain in DNS or because asking its host failed (GMX, Exim).',
    example: '550 Sender verify failed',
  },
  {
    cause: 'recipient_disabled',
    failureClass: 'hard',
    words:
      /(?:mailbox|account|user|recipient)\b.{0,60}(?:disabled|inactive|suspended|deactivated|closed|deleted|expired|discontinued|\bmoved)|(?:mailbox|account|user|recipient|address|email)\b.{0,60}no longer (?:available|active|in use|valid|exist|accept|on (?:the )?server)|no longer (?:employed|works|with (?:us|the company))|deactivated mailbox|inactive user|account (?:is )?(?:not active|locked)/i,
    sentence: 'The mailbox is closed (Yahoo 554.30, qmail, iCloud and others).',
    example: '554 30 Sorry, your message cannot be delivered. This mailbox is disabled (554.30).',
  },
  {
    cause: 'unknown_recipient',
    failureClass: 'hard',
    words:
      /(?:user|recipient|mailbox|address|account|alias|local ?part|inbox|customer)\b.{0,60}(?:unknown|not (?:be )?found|(?:does ?n[o']t|did not|not) exist|invalid|not (?:known|recogni[sz]ed|valid|listed|a valid)|undeliverable)|(?:unknown|invalid|no such|nonexistent|non-existent|bad|not our|unrouteable|undeliverable|not a (?:known|valid)) (?:local )?(?:user|recipient|mailbox|address|account|alias|customer|person|rcpt|email|destination)|no mailbox (?:here )?by that name|no such (?:user|person|recipient) here|(?:does not|doesn't) (?:have|like) (?:a|an|the|this)?.{0,20}(?:account|recipient)|dd (?:this user|requested mail action)|recipientnotfound|user unbekannt|unbekannter empf|adresse? d au moins un destinataire invalide|p=NoSuchUser|destinatario inesistente|(?:address|recipient|user)\b.{0,60}(?:can'?t|couldn'?t) be found|wasn'?t found at/i,
    sentence:
      'No such mailbox (Postfix, Exim, qmail, Exchange, Yahoo, Mail.ru, Mimecast, Proofpoint and others).',
    example: 'Sorry, no mailbox here by that name. vpopmail (#5.7.0)',
  },
];

/** Words about the content, the connection and the way. */
export const transportWordPatterns: readonly FailurePattern[] = [
  {
    cause: 'encryption',
    failureClass: 'policy',
    words:
      /starttls|\btls\b.{0,60}(?:required|fail|not available|unavailable|handshake|must|error)|must (?:use|issue).{0,20}\btls\b|\bssl\b|certificate|requiretls/i,
    sentence: 'TLS is wanted or failed.',
    example: '454 TLS not available due to local problem',
  },
  {
    cause: 'dns',
    failureClass: 'soft',
    words:
      /no answer from dns|temporary (?:dns|lookup|name)|(?:dns|name|domain|host).{0,40}(?:for the time being|temporar|servfail|try again)|(?:lookup|resolv).{0,30}(?:timed? ?out|temporar|defer)/i,
    sentence: 'DNS did not answer.',
    example: 'no answer from DNS about the mail servers of example.com (SERVFAIL)',
  },
  {
    cause: 'dns',
    failureClass: 'hard',
    words:
      /host (?:or domain name |name )?not found|domain.{0,40}(?:does not exist|not found|invalid)|unknown (?:host|domain)|nxdomain|unrouteable|couldn'?t find any host|bad destination (?:system|host)|name service error|no (?:mx|mail server|valid (?:mx|hosts?)|route to domain)/i,
    sentence: 'The domain, or its host, does not exist.',
    example: "Sorry, I couldn't find any host named example.invalid.",
  },
  {
    cause: 'timeout',
    failureClass: 'soft',
    words:
      /queue too long|retry time(?:out)? (?:not reached|exceeded)|retry timeout|message (?:has )?expired|delivery time expired|too long in (?:the )?queue|been failing for a long time|not delivered within|could not be delivered (?:for|within) .{0,20}(?:days|hours)|giving up/i,
    sentence: 'The message was tried until its time was over (qmail, Exim, Exchange).',
    example: "I'm not going to try again; this message has been in the queue too long.",
  },
  {
    cause: 'network',
    failureClass: 'soft',
    words:
      /connection (?:refused|reset|closed|timed|dropped|lost|failed|not permitted|died)|no answer (?:within|from the host)|timed? ?-?out|timeout|unreachable|lost connection|no local address|could not connect|unable to connect|network error|no route to host|service (?:temporarily )?(?:unavailable|not available)|server (?:is )?(?:busy|unavailable|too busy)|temporarily unavailable|high load|there was no host|connect to\b/i,
    sentence: 'The host could not be reached, broke off, or is busy.',
    example: 'connection refused',
  },
  {
    cause: 'content',
    failureClass: 'policy',
    words:
      /attachment|file ?type|\bbanned\b|executable|message-id header|header.{0,40}(?:missing|invalid|malformed|not accepted|multiple)|malformed|\bmime\b|rfc ?5322|rfc ?2822|content (?:filter|reject|restriction|not (?:allowed|accepted))|8-?bit|smtputf8|line too long|bare (?:lf|cr)|security policies/i,
    sentence: 'Something in the message is not wanted: a kind of file, a header field, its form.',
    example: '550 5.7.1 Messages missing a valid Message-ID header are not accepted.',
  },
  {
    cause: 'protocol',
    failureClass: 'policy',
    words:
      /(?:command|syntax|parameter|sequence).{0,30}(?:unrecogni[sz]ed|not recogni[sz]ed|unknown|error|invalid|not implemented|unsupported|bad)|(?:unrecogni[sz]ed|unknown|bad|invalid) (?:command|sequence|syntax|parameter)|bad helo|invalid helo|helo.{0,40}(?:reject|invalid)/i,
    sentence: 'The host did not understand a command.',
    example: '550 Syntax error in parameters',
  },
];
