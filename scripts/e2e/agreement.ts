/** Between whom an agreement of a test is, and for what. */
interface Between {
  readonly provider: string;
  readonly recipient: string;
  readonly purpose: string;
}

/** An agreement in force with the approval of both sides, as a policy document by its path. */
export function agreement(
  { provider, recipient, purpose }: Between,
  grants: string,
): Readonly<Record<string, string>> {
  const id = `${provider}-to-${recipient}`;
  return {
    [`agreements/${provider}/${id}.yaml`]: `
id: ${id}
title: { zh: ${provider} 与 ${recipient} 的协议, en: What ${provider} gives ${recipient} }
provider: ${provider}
recipient: ${recipient}
purposes: [${purpose}]
legalBasis: [Regulations on Government Data Sharing (State Council Order 809)]
effective: 2026-01-01
approvals:
  - { department: ${provider}, officer: ${provider}-data-officer, on: 2025-12-01 }
  - { department: ${recipient}, officer: ${recipient}-data-officer, on: 2025-12-01 }
grants:
${grants}
`,
  };
}
