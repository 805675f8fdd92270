import type { DataClass } from "../inventory/types";
import { DAY, dayOf, rfc3339 } from "../kernel/clock";
import type { KeyPurpose } from "../ops/key-versions";
import type { Facts } from "./facts";

export type Evidence = Readonly<Record<string, string | number | boolean | null>>;
interface Judgement {
  evidence: Evidence;
  holds: boolean;
}

/** What enforces a clause, and how that can be told. */
export type Control =
  /** Evidence computed now says whether it holds. */
  | { kind: "measured"; control: string; judge(facts: Facts): Judgement }
  /** The code leaves no other way; tests show it at each release. Evidence, where there is any, illustrates. */
  | { kind: "by_design"; control: string; evidence(facts: Facts): Evidence }
  /** A duty of developers: what we ask of them, and how far that has come. */
  | { kind: "developers"; control: string; evidence(facts: Facts): Evidence }
  /** Says what follows; promises nothing that could be measured. */
  | { kind: "statement"; control: string }
  /** Nothing of ours enforces it. */
  | { kind: "none"; why: string };

type Show = (facts: Facts) => Evidence;
const nothing: Show = () => ({});
const measured = (control: string, judge: (facts: Facts) => Judgement): Control => ({
  kind: "measured",
  control,
  judge,
});
const byDesign = (control: string, evidence = nothing): Control => ({ kind: "by_design", control, evidence });
const developers = (control: string, evidence = nothing): Control => ({
  kind: "developers",
  control,
  evidence,
});
const statement = (control: string): Control => ({ kind: "statement", control });
const none = (why: string): Control => ({ kind: "none", why });

/** Of a class's places: the record whose time is up first, against its limit. */
function retentionOf(dataClass: DataClass) {
  return ({ retention }: Facts): Judgement => {
    const standings = retention.filter((standing) => standing.dataClass === dataClass);
    const [first] = standings
      .filter(({ limit }) => limit !== null)
      .sort((a, b) => (a.limit ?? 0) - (b.limit ?? 0));
    const late = standings.filter((standing) => standing.late).length;
    return {
      evidence: {
        places_with_a_clock: standings.length,
        oldest_record: first?.oldest == null ? null : rfc3339(first.oldest),
        its_limit: first?.limit == null ? null : rfc3339(first.limit),
        its_place: first?.entry ?? null,
        places_late: late,
      },
      holds: late === 0,
    };
  };
}

const credentials = ({ credentials: { elsewhere, passing, inPassing }, keys }: Facts): Judgement => ({
  evidence: {
    places_outside_vaults: elsewhere.length,
    sealed_places_in_passing: passing.length,
    sealed_records_in_passing: inPassing,
    known_by: "the data inventory, which a test holds against the real schema",
    key_encryption_key_version: keys.vault,
  },
  holds: elsewhere.length === 0,
});

const completeness = ({ meter: { byLedger, byUsage } }: Facts): Judgement => ({
  evidence: {
    calls_by_ledger: byLedger,
    calls_by_usage: byUsage,
    completeness: byLedger === 0 ? 1 : byUsage / byLedger,
  },
  holds: byLedger === byUsage,
});

const rightsInTime = ({ rights }: Facts): Judgement => ({
  evidence: {
    open_requests: rights.open,
    late: rights.late,
    oldest_received_at: rights.oldestReceivedAt,
    next_due_at: rights.nextDueAt,
  },
  holds: rights.late === 0,
});

const auditChain = ({ audit, keys, now }: Facts): Judgement => ({
  evidence: {
    audit_entries: audit.entries,
    audit_head: audit.head,
    last_checkpoint: audit.checkpoint,
    last_checkpoint_at_entry: audit.checkpointSeq,
    pepper_version: keys.pepper,
    signing_key: keys.signing,
  },
  // One a day, by cron, once there is an entry to sign.
  holds: audit.since === null || (audit.checkpoint ?? dayOf(audit.since)) >= dayOf(now - 2 * DAY),
});

/** When the version that writes was first seen: it is at least that old. */
const sinceOf = ({ ages }: Facts["keys"], purpose: KeyPurpose): string | null => {
  const found = ages.find((age) => age.purpose === purpose && age.writes);
  return found ? rfc3339(found.firstSeenAt) : null;
};

const withStatement: Show = ({ apps }) => ({ apps: apps.all, with_statement: apps.withStatement });
const withPolicy: Show = ({ apps }) => ({ apps: apps.all, with_privacy_policy: apps.withPrivacyPolicy });

/**
 * The control of each clause of the End-User Policy, by the clause's own words: a text or an item of a list, as
 * policy/end-user-policy.ts has it. A test fails when a clause has none here, or an entry has no clause.
 */
export const CONTROLS: Readonly<Record<string, Control>> = {
  // Overview
  "This End-User Policy explains how Metristack handles data when end-users interact with applications built by developers using our API infrastructure. This policy applies to all applications that integrate with Metristack's unified retail data API.":
    byDesign("Every app calls through the same code; there is no way past it.", ({ policy, apps }) => ({
      version_in_force: policy.inForce,
      apps: apps.all,
    })),

  // What We Collect
  "When end-users interact with applications using Metristack:": statement("Introduces the four classes."),
  "Authentication Data: OAuth tokens and session information for platform connections": measured(
    "Platform credentials lie in the vault of their connection's own object, sealed (AES-256-GCM), and nowhere else. What a platform installs before an app claims it passes through one sealed table within minutes.",
    credentials,
  ),
  "Usage Analytics: API call metrics and performance data": measured(
    "The meter counts every answered call once, without an end-user; its two sums must be equal.",
    completeness,
  ),
  "System Logs: Technical logs for security and debugging purposes": byDesign(
    "A log line has a fixed form without names, bodies or full addresses, in partitions by the day.",
    ({ logs }) => ({ partitions: logs.partitions, oldest_partition: logs.oldest }),
  ),
  "Connection Metadata: Information about connected platforms and data sources": byDesign(
    "The data inventory names each column; a person reads their own in the privacy centre.",
  ),

  // What We Don't Collect
  "Personal information about end-users (names, addresses, phone numbers)": byDesign(
    "No store takes a platform's answer. A test drives marked data through every route and searches every store for it.",
  ),
  "Financial data or payment information": byDesign(
    "Orders, refunds and payments are passed through and never stored; the same test searches for amounts.",
  ),
  "Business-specific content or customer data": byDesign(
    "The same; kept answers of repeated requests leave out what came from a platform.",
  ),
  "Any data outside the scope of our API services": byDesign(
    "The data inventory names every table, column, object and queue; a test fails on one it does not name.",
  ),

  // Data Handling Requirements
  "Developers using Metristack must:": statement("Introduces the duties of developers that follow."),
  "Implement their own privacy policies for their applications": developers(
    "Live keys wait for the address of the app's own policy, which the consent page links to.",
    withPolicy,
  ),
  "Obtain necessary consents from end-users for data processing": byDesign(
    "No connection is opened without a recorded consent to what was shown (ISO/IEC TS 27560).",
  ),
  "Ensure secure handling of data retrieved through our API": developers(
    "A duty of the developer; we ask for a security contact and take incident reports.",
    ({ apps }) => ({ apps: apps.all, with_security_contact: apps.withSecurityContact }),
  ),
  "Comply with applicable data protection regulations (GDPR, CCPA, etc.)": developers(
    "A duty of the developer; rights requests, deadlines and safeguards of transfers are there to be used.",
    withStatement,
  ),
  "Implement appropriate data retention and deletion policies": developers(
    "Live keys wait for a statement on retention and deletion; erasures are told to the app by notice and webhook.",
    withStatement,
  ),

  // User Consent
  "Developers must clearly inform end-users about:": statement("Introduces what the consent page shows."),
  "What data will be accessed through platform connections": byDesign(
    "The consent page lists each resource that is read.",
  ),
  "How the data will be used within the application": byDesign(
    "The consent page shows the app's stated uses, and keeps what was shown by its hash.",
  ),
  "Data sharing practices and third-party integrations": byDesign(
    "The consent page names the app's recipients.",
  ),
  "Users' rights regarding their data": byDesign(
    "The consent page names the rights and the ways to use them, in five languages.",
  ),

  // Our Security Measures
  "Encryption: All data in transit and at rest is encrypted": byDesign(
    "HTTPS alone, with HSTS; credentials and secrets sealed by our own keys on top of the infrastructure's encryption at rest, which is its provider's to show.",
    ({ keys }) => ({
      key_encryption_key_version: keys.vault,
      key_encryption_keys_readable: keys.vaultVersions,
      sealing_key_version: keys.sealing,
      key_encryption_key_in_use_since: sinceOf(keys, "vault"),
      sealing_key_in_use_since: sinceOf(keys, "sealing"),
    }),
  ),
  "Access Controls: Strict authentication and authorization protocols": measured(
    "API keys by peppered HMAC and scope; operators by Cloudflare Access, verified here too, each deed in a hash chain whose head is signed daily.",
    auditChain,
  ),
  "Monitoring: 24/7 security monitoring and incident response": measured(
    "Rules look at keys, platforms, deadlines, retention and the meter every five minutes and raise alerts; incidents have clocks and a timeline. Whether a person answers at night no code can show.",
    ({ alerts, incidents }) => ({
      evidence: {
        open_alerts: alerts.open,
        open_incidents: incidents.open,
        authority_clocks_late: incidents.clocksLate,
      },
      holds: incidents.clocksLate === 0,
    }),
  ),
  "Compliance: SOC 2 Type II and ISO 27001 certified infrastructure": none(
    "A certificate is the infrastructure provider's to show; nothing here can check one, and Metristack itself claims none.",
  ),

  // Developer Security Requirements
  "Applications using Metristack must:": statement("Introduces the duties of applications that follow."),
  "Securely store and transmit API keys and tokens": developers(
    "Keys are shown once, carry a checksum that scanners find, can be rotated with an overlap, and are never taken from an address.",
  ),
  "Implement proper authentication and session management": none(
    "What an application does with its own users is out of our sight.",
  ),
  "Regularly update dependencies and security patches": none(
    "What an application is built from is out of our sight.",
  ),
  "Report security incidents to Metristack within 24 hours": developers(
    "POST /v1/incidents computes the delay from the discovery and shows it.",
    ({ incidents }) => ({ reported: incidents.reported, later_than_24_hours: incidents.late }),
  ),

  // End-User Rights
  "End-users have the right to:": statement("Introduces the rights that follow."),
  "Access: Request information about data processed by Metristack": measured(
    "An answer made from the data inventory, within the clock of the person's law.",
    rightsInTime,
  ),
  "Rectification: Correct inaccurate or incomplete data": measured(
    "What someone said, and not what happened, can be corrected; the app is told.",
    rightsInTime,
  ),
  "Deletion: Request deletion of their data from our systems": measured(
    "Erased by the inventory, with a signed receipt, and erased again after a restore of the database.",
    rightsInTime,
  ),
  "Portability: Receive their data in a machine-readable format": measured(
    "A bundle of JSON by class with schemas, sums and a signature.",
    rightsInTime,
  ),
  "Objection: Object to certain types of data processing": measured(
    "The connection's object refuses the processing objected to, for calls under way as well.",
    rightsInTime,
  ),

  // Exercising Rights
  "End-users can exercise their rights by:": statement("Introduces the three ways that follow."),
  "Contacting the developer of the application directly": byDesign(
    "POST /v1/rights-requests: the developer asks for its user.",
  ),
  "Reaching out to Metristack at privacy@metristack.com": byDesign(
    "A mail becomes a request waiting for proof, answered by a link; the privacy centre needs no mail.",
  ),
  "Disconnecting their accounts from integrated platforms": byDesign(
    "Refused from that moment, revoked at the platform where it can be, credentials erased at once.",
  ),

  // Our Retention Policy
  "Authentication Data: Retained for the duration of the connection": measured(
    "A vault is erased in the step that ends its connection; what connecting leaves goes by its own clocks.",
    retentionOf("authentication_data"),
  ),
  "Usage Analytics: Aggregated and anonymized after 24 months": measured(
    "A month's usage is anonymised when its 24 months are over: no app, no key, small groups merged.",
    retentionOf("usage_analytics"),
  ),
  "System Logs: Retained for 90 days for security purposes": measured(
    "Log partitions are dropped a day at a time.",
    (facts) => {
      const { evidence, holds } = retentionOf("system_logs")(facts);
      return { evidence: { ...evidence, partitions: facts.logs.partitions }, holds };
    },
  ),
  "Connection Metadata: Deleted within 30 days of disconnection": measured(
    "Removed before the 30 days are over, earlier by the time for which the database can be restored.",
    retentionOf("connection_metadata"),
  ),

  // International Transfers
  "Metristack operates primarily within secure cloud infrastructure. When data is transferred internationally, we ensure appropriate safeguards are in place, including:":
    byDesign(
      "A connection has a region where its object and bundles stay; opening one asks for a safeguard.",
      ({ transfers }) => ({
        connections_with_a_recorded_basis: Object.values(transfers).reduce((sum, n) => sum + n, 0),
      }),
    ),
  "Standard Contractual Clauses (SCCs) for EU transfers": byDesign(
    "Without an adequacy finding or accepted clauses a connection in the EU is refused.",
    ({ transfers }) => ({ connections: (transfers["scc"] ?? 0) + (transfers["scc_with_measures"] ?? 0) }),
  ),
  "Adequate jurisdiction determinations where applicable": byDesign(
    "The Commission's decisions are data with their dates and sources.",
    ({ transfers }) => ({ connections: transfers["adequacy"] ?? 0 }),
  ),
  "Additional security measures for high-risk transfers": byDesign(
    "For countries of high risk the app states supplementary measures; without them a connection is refused.",
    ({ transfers }) => ({ connections: transfers["scc_with_measures"] ?? 0 }),
  ),

  // Changes to This Policy
  "We may update this End-User Policy from time to time. Material changes will be communicated to developers through our developer portal and documentation. Continued use of Metristack services after policy updates constitutes acceptance of the changes.":
    byDesign(
      "Versions are kept word for word; each app is told by event and webhook, and how it accepted is recorded.",
      ({ policy, apps }) => ({
        version_in_force: policy.inForce,
        versions: policy.versions,
        latest_version: policy.latest,
        latest_published_at: policy.latestPublishedAt,
        apps: apps.all,
        apps_that_accepted: apps.accepted,
      }),
    ),

  // Contact Information
  "For questions about this End-User Policy or data handling practices:": statement(
    "Introduces the addresses that follow.",
  ),
  "privacy@metristack.com": byDesign("Taken by code: each mail becomes a request with a clock."),
  "support@metristack.com": none("Read by people; nothing of ours measures it."),
  "security@metristack.com": none("Read by people; nothing of ours measures it."),
  "Note for Developers: This policy outlines Metristack's data handling practices. You are responsible for creating and maintaining your own privacy policy for your application that covers how you collect, use, and protect end-user data beyond what Metristack processes.":
    developers(
      "Live keys wait for the policy's address; a draft of the notice is generated from the app's own answers.",
      withPolicy,
    ),
  "Need help implementing privacy best practices? Contact our developer support team for guidance.":
    statement("An offer of help, which promises nothing about data."),
};
