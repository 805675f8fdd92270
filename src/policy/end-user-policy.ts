/** The End-User Policy in force, word for word. Its periods are those of inventory/periods.ts. */
export const END_USER_POLICY_VERSION = "2026-11-23";

export type PolicyBlock = { kind: "text"; text: string } | { kind: "list"; items: readonly string[] };

export interface PolicySection {
  heading: string;
  level: 2 | 3;
  blocks: readonly PolicyBlock[];
}

const text = (words: string): PolicyBlock => ({ kind: "text", text: words });
const list = (...items: string[]): PolicyBlock => ({ kind: "list", items });
const section = (heading: string, ...blocks: PolicyBlock[]): PolicySection => ({ heading, level: 2, blocks });
const clause = (heading: string, ...blocks: PolicyBlock[]): PolicySection => ({ heading, level: 3, blocks });

export const END_USER_POLICY: readonly PolicySection[] = [
  section(
    "Overview",
    text(
      "This End-User Policy explains how Metristack handles data when end-users interact with applications built by developers using our API infrastructure. This policy applies to all applications that integrate with Metristack's unified retail data API.",
    ),
  ),
  section("Data Flow and Responsibilities"),
  clause(
    "What We Collect",
    text("When end-users interact with applications using Metristack:"),
    list(
      "Authentication Data: OAuth tokens and session information for platform connections",
      "Usage Analytics: API call metrics and performance data",
      "System Logs: Technical logs for security and debugging purposes",
      "Connection Metadata: Information about connected platforms and data sources",
    ),
  ),
  clause(
    "What We Don't Collect",
    list(
      "Personal information about end-users (names, addresses, phone numbers)",
      "Financial data or payment information",
      "Business-specific content or customer data",
      "Any data outside the scope of our API services",
    ),
  ),
  section("Developer Responsibilities"),
  clause(
    "Data Handling Requirements",
    text("Developers using Metristack must:"),
    list(
      "Implement their own privacy policies for their applications",
      "Obtain necessary consents from end-users for data processing",
      "Ensure secure handling of data retrieved through our API",
      "Comply with applicable data protection regulations (GDPR, CCPA, etc.)",
      "Implement appropriate data retention and deletion policies",
    ),
  ),
  clause(
    "User Consent",
    text("Developers must clearly inform end-users about:"),
    list(
      "What data will be accessed through platform connections",
      "How the data will be used within the application",
      "Data sharing practices and third-party integrations",
      "Users' rights regarding their data",
    ),
  ),
  section("Data Security"),
  clause(
    "Our Security Measures",
    list(
      "Encryption: All data in transit and at rest is encrypted",
      "Access Controls: Strict authentication and authorization protocols",
      "Monitoring: 24/7 security monitoring and incident response",
      "Compliance: SOC 2 Type II and ISO 27001 certified infrastructure",
    ),
  ),
  clause(
    "Developer Security Requirements",
    text("Applications using Metristack must:"),
    list(
      "Securely store and transmit API keys and tokens",
      "Implement proper authentication and session management",
      "Regularly update dependencies and security patches",
      "Report security incidents to Metristack within 24 hours",
    ),
  ),
  section("Data Subject Rights"),
  clause(
    "End-User Rights",
    text("End-users have the right to:"),
    list(
      "Access: Request information about data processed by Metristack",
      "Rectification: Correct inaccurate or incomplete data",
      "Deletion: Request deletion of their data from our systems",
      "Portability: Receive their data in a machine-readable format",
      "Objection: Object to certain types of data processing",
    ),
  ),
  clause(
    "Exercising Rights",
    text("End-users can exercise their rights by:"),
    list(
      "Contacting the developer of the application directly",
      "Reaching out to Metristack at privacy@metristack.com",
      "Disconnecting their accounts from integrated platforms",
    ),
  ),
  section("Data Retention"),
  clause(
    "Our Retention Policy",
    list(
      "Authentication Data: Retained for the duration of the connection",
      "Usage Analytics: Aggregated and anonymized after 24 months",
      "System Logs: Retained for 90 days for security purposes",
      "Connection Metadata: Deleted within 30 days of disconnection",
    ),
  ),
  section(
    "International Transfers",
    text(
      "Metristack operates primarily within secure cloud infrastructure. When data is transferred internationally, we ensure appropriate safeguards are in place, including:",
    ),
    list(
      "Standard Contractual Clauses (SCCs) for EU transfers",
      "Adequate jurisdiction determinations where applicable",
      "Additional security measures for high-risk transfers",
    ),
  ),
  section(
    "Changes to This Policy",
    text(
      "We may update this End-User Policy from time to time. Material changes will be communicated to developers through our developer portal and documentation. Continued use of Metristack services after policy updates constitutes acceptance of the changes.",
    ),
  ),
  section(
    "Contact Information",
    text("For questions about this End-User Policy or data handling practices:"),
    list("privacy@metristack.com", "support@metristack.com", "security@metristack.com"),
    text(
      "Note for Developers: This policy outlines Metristack's data handling practices. You are responsible for creating and maintaining your own privacy policy for your application that covers how you collect, use, and protect end-user data beyond what Metristack processes.",
    ),
    text("Need help implementing privacy best practices? Contact our developer support team for guidance."),
  ),
];
