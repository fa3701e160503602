import type { Example, ExplorerSamples } from '../vocabulary.ts';

const financingReview = `# An applicant's financing and insurance, and the trade that shall carry it.
query FinancingReview($uscc: USCC!) {
  enterprise(uscc: $uscc) {
    uscc
    name
    status
    financing {
      applicationNo
      bank
      requested
      line
      drawn
      status
      appliedOn
      consent
    }
    insurancePolicies {
      policyNo
      insurer
      limitUsd
      coverFrom
      coverUntil
      claimsPaidUsd
    }
    customsCategory
    taxGrade
    arrears
    fxClass
    orders(first: 10) {
      totalCount
      nodes {
        orderNo
        placedAt
        actualPaid
        payment {
          amountPaid
          paidAt
        }
      }
    }
  }
}
`;

const payments = `# Payments of at least an amount, with the order that each paid.
query LargePayments($minAmount: Money, $after: String) {
  payments(minAmount: $minAmount, first: 20, after: $after) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      payCode
      payTransactionId
      payName
      amountPaid
      currency
      paidAt
      fxSettlement {
        settlementNo
        settledOn
      }
      order {
        orderNo
        actualPaid
      }
    }
  }
}
`;

/** What an analyst of finance asks. */
export function financeExamples({ uscc }: ExplorerSamples): readonly Example[] {
  return [
    {
      id: 'financing-review',
      audience: 'finance',
      purpose: 'FINANCING_REVIEW',
      caseReference: 'RZ-2026-0042',
      title: { zh: '融资申请审查', en: 'Review an application for financing' },
      query: financingReview,
      variables: { uscc },
    },
    {
      id: 'large-payments',
      audience: 'finance',
      purpose: 'FINANCING_REVIEW',
      caseReference: 'RZ-2026-0042',
      title: { zh: '大额支付记录', en: 'Large payments' },
      query: payments,
      variables: { minAmount: '10000.00', after: null },
    },
  ];
}
