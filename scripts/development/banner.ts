import type { Person } from './people.ts';
import type { Samples } from './samples.ts';

/** What `cpz dev` prints when everything answers: addresses, tokens, a query to paste. */
export function banner(
  gateway: string,
  departments: Readonly<Record<string, string>>,
  people: readonly Person[],
  { ebpCode, orderNo, uscc }: Samples,
): string {
  const analyst = people.find(({ department }) => department === 'tax');
  const query = `{ order(ebpCode: \\"${ebpCode}\\", orderNo: \\"${orderNo}\\") { placedAt goodsValue actualPaid payment { amountPaid paidAt } waybill { status events { code occurredAt } } inventoryList { status declaration { state } } seller { name refundClass fxClass } } }`;
  return `
CPZ Graph is ready.

  GraphQL    ${gateway}/graphql
  Pages      ${gateway}/
  Explorer   ${gateway}/explorer
  Health     ${gateway}/readyz

Departments, which answer the gateway only
${Object.entries(departments)
  .map(([name, url]) => `  ${name.padEnd(10)} ${url}`)
  .join('\n')}

Tokens, valid for eight hours; \`npm run -s cpz -- token --help\` makes others
${people
  .map(
    ({ department, purposes, token }) =>
      `\n  ${department}  (${purposes.map(({ code }) => code).join(', ')})\n  ${token}`,
  )
  .join('\n')}

One order with its three flows, as a tax analyst who classifies refunds

  curl -s ${gateway}/graphql -H 'Content-Type: application/json' \\
    -H 'Authorization: Bearer ${analyst?.token ?? ''}' \\
    -H 'Sharing-Purpose: REFUND_CLASSIFICATION' \\
    -d '{"query":"${query}"}'

An enterprise's credit disclosure, as the public

  curl -s ${gateway}/graphql -H 'Content-Type: application/json' \\
    -d '{"query":"{ enterprise(uscc: \\"${uscc}\\") { name status customsCategory taxGradeAYear creditRecords(kind: PENALTY) { nodes { documentNo amount disclosureEndsOn } } } }"}'

Ctrl-C ends everything; the data stays.
`;
}
