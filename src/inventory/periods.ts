import type { Period } from "../kernel/period";

/** The End-User Policy's own periods ("Our Retention Policy"), and those it leaves to us. */
export const PERIODS = {
  /** "Usage Analytics: Aggregated and anonymized after 24 months" */
  usageAnalytics: { months: 24 },
  /** "System Logs: Retained for 90 days for security purposes" */
  systemLogs: { days: 90 },
  /** "Connection Metadata: Deleted within 30 days of disconnection" */
  connectionMetadata: { days: 30 },
  /** Hourly usage is folded into days after this: nobody looks at hours of last quarter. */
  hourlyUsage: { days: 90 },
  /** Sessions, states, codes: as long as a look at a failed flow may be asked for. */
  connectFlow: { days: 1 },
  idempotency: { days: 0 },
  /** Rights requests are kept this long after closing, minimised, to show that they were answered in time. */
  rightsRequests: { months: 24 },
  /** A portability bundle can be fetched for this long. */
  bundles: { days: 7 },
  /** Proofs of identity, and the trips to a platform for them. */
  privacySession: { days: 0 },
  /** Sign-ins to the developer portal, invitations to it: gone when they expire. */
  portalSession: { days: 0 },
  /** What is passing from a platform to a connection: gone when it expires, within minutes. */
  arrivals: { days: 0 },
  /** Longer than any platform repeats a webhook (Shopify and BigCommerce: 48 hours). */
  webhookDeliveries: { days: 7 },
  /** As long as a developer's server may have been away. */
  events: { days: 30 },
  /** As long as the events themselves: a dead letter can be replayed that long. */
  outgoingDeliveries: { days: 30 },
  /** What monitors found, after it was over: as long as the logs that show why. */
  alerts: { days: 90 },
  /** Incidents after their end, to show that they were answered (GDPR Art. 33(5)). */
  incidents: { months: 24 },
  /** Counters against floods of mail. */
  mailSeen: { days: 0 },
  /** Evidence that the policy was kept: runs and holds. */
  evidence: { months: 24 },
  /**
   * The audit chain and its checkpoints. Days, since months are not in order around 28 February (what began on
   * 29 February at 01:00 ends before what began on the 28th at 23:00), and a chain may lose its beginning only.
   */
  auditChain: { days: 730 },
  /** Longer than any restore window of the database (D1 Time Travel: 30 days), so that erasures can be repeated. */
  erasureLedger: { days: 35 },
  /** What is on its way to D1 and the log: minutes, and longer only while D1 cannot be reached. */
  meterCommits: { days: 1 },
  /** The sandbox sweeps hourly what has expired, and keeps a used code for an hour to notice its replay. */
  sandbox: { days: 1 },
} as const satisfies Record<string, Period>;
