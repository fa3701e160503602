import type { Department } from '../kit/department.ts';
import { addDays, dayOf } from '../synthetic/days.ts';
import { enterprise } from '../synthetic/enterprises.ts';
import { fill } from '../synthetic/fill.ts';
import { wholeTable } from '../synthetic/filling.ts';
import { flowCase } from '../synthetic/flow-case.ts';
import { pad } from '../synthetic/identifiers.ts';
import { money } from '../synthetic/money.ts';
import { paymentInstitutions } from '../synthetic/institutions.ts';
import { volumes } from '../synthetic/profile.ts';
import { stream } from '../synthetic/random.ts';
import {
  financeProducts,
  financingApplications,
  insurancePolicies,
  payments,
  suspiciousReports,
} from './tables.ts';

/** Fills the tables of finance. */
export const seed: Department['seed'] = (database, profile, progress) =>
  fill(
    database,
    'finance',
    profile,
    [
      wholeTable(financeProducts, products),
      { count: volumes[profile].enterprises, rowsOf: enterpriseRows },
      { count: volumes[profile].flowCases, rowsOf: paymentRows },
    ],
    progress,
  );

const products: readonly (typeof financeProducts.$inferInsert)[] = [
  {
    productId: 'FP01',
    name: '订单融资',
    nameEn: 'Order financing',
    provider: '示例银行甲',
    audience: '持有境外订单的出口企业',
  },
  {
    productId: 'FP02',
    name: '出口退税账户质押贷款',
    nameEn: 'Loan on export tax refunds',
    provider: '示例银行甲',
    audience: '退税管理类别一、二类企业',
  },
  {
    productId: 'FP03',
    name: '保单融资',
    nameEn: 'Loan on credit insurance',
    provider: '示例银行乙',
    audience: '投保出口信用保险的企业',
  },
  {
    productId: 'FP04',
    name: '海外仓货物融资',
    nameEn: 'Financing of goods in overseas warehouses',
    provider: '示例银行乙',
    audience: '9810 出口海外仓企业',
  },
  {
    productId: 'FP05',
    name: '小微企业信用贷款',
    nameEn: 'Credit loan for small enterprises',
    provider: '示例银行丙',
    audience: '综试区小微电商企业',
  },
  {
    productId: 'FP06',
    name: '短期出口信用保险',
    nameEn: 'Short-term export credit insurance',
    provider: '示例保险机构',
    audience: '出口企业',
  },
];

function enterpriseRows(
  index: number,
): (
  | readonly [typeof financingApplications, typeof financingApplications.$inferInsert]
  | readonly [typeof insurancePolicies, typeof insurancePolicies.$inferInsert]
  | readonly [typeof suspiciousReports, typeof suspiciousReports.$inferInsert]
)[] {
  const random = stream('finance', index);
  const { uscc } = enterprise(index);
  const requested = random.int(5, 500) * 1_000_000;
  const status = random.pick([
    'APPLIED',
    'GRANTED',
    'REFUSED',
    'REPAYING',
    'REPAID',
    'OVERDUE',
  ] as const);
  const hasLine = status !== 'APPLIED' && status !== 'REFUSED';
  const appliedOn = addDays('2025-01-01', random.int(0, 600));
  const application: typeof financingApplications.$inferInsert = {
    applicationNo: `FA${pad(index, 8)}`,
    applicantUscc: uscc,
    bank: random.pick(['示例银行甲', '示例银行乙', '示例银行丙']),
    requested: money(requested),
    line: hasLine ? money(requested * 0.8) : null,
    drawn: hasLine ? money(Math.round(requested * 0.8 * random.next())) : '0.00',
    status,
    appliedOn,
    consent: random.chance(0.9),
  };
  const policy: typeof insurancePolicies.$inferInsert = {
    policyNo: `SN${pad(index, 8)}`,
    insuredUscc: uscc,
    insurer: '示例保险机构',
    limitUsd: money(random.int(5, 200) * 1_000_000),
    coverFrom: '2026-01-01',
    coverUntil: '2026-12-31',
    claimsPaidUsd: random.chance(0.1) ? money(random.int(1, 50) * 100_000) : '0.00',
  };
  return [
    ...(random.chance(0.4) ? ([[financingApplications, application]] as const) : []),
    ...(random.chance(0.3) ? ([[insurancePolicies, policy]] as const) : []),
    ...(index % 17 === 3
      ? ([[suspiciousReports, { uscc, suspiciousReports: random.int(1, 3) }]] as const)
      : []),
  ];
}

function paymentRows(index: number): (readonly [typeof payments, typeof payments.$inferInsert])[] {
  const { payment, ebpCode, orderNo } = flowCase(index);
  if (payment === null) return [];
  const institution = paymentInstitutions[payment.payCode];
  return [
    [
      payments,
      {
        payCode: institution?.code ?? '',
        payTransactionId: payment.id,
        payName: institution?.name ?? '',
        ebpCode,
        orderNo,
        amountPaid: money(payment.amount),
        currency: 'CNY',
        paidAt: payment.paidAt,
        payerToken: payment.payerToken,
        payerAccount: payment.account,
        settlementBatch: index % 23 === 0 ? null : `SB${dayOf(payment.paidAt).replaceAll('-', '')}`,
      },
    ],
  ];
}
