import type { Example, ExplorerSamples } from '../vocabulary.ts';

const threeFlows = `# One order with its three flows, information, funds and freight, and how its seller is classed for refunds.
# What another department does not share for this purpose stands in the policy panel.
query ThreeFlows($ebpCode: String!, $orderNo: String!) {
  order(ebpCode: $ebpCode, orderNo: $orderNo) {
    ebpCode
    orderNo
    placedAt
    direction
    goodsValue
    actualPaid
    currency
    payment {
      payCode
      payTransactionId
      amountPaid
      currency
      paidAt
      payerAccount
    }
    waybill {
      logisticsCode
      logisticsNo
      status
      weight
      events {
        sequence
        code
        occurredAt
        place
      }
    }
    inventoryList {
      invtNo
      status
      declaredValue
      releasedAt
      noInvoiceExemption
      declaration {
        entryNo
        state
        tradeMode
        declaredValue
        fxMatch
      }
    }
    seller {
      uscc
      name
      refundClass
      expectedRefundClass
      fxClass
    }
  }
}
`;

const classification = `# Does the class decided agree with the class that the rules give today?
query RefundClassification($uscc: USCC!) {
  enterprise(uscc: $uscc) {
    uscc
    name
    customsCategory
    fxClass
    taxGrade
    refundClass
    expectedRefundClass
  }
}
`;

const review = `# One application: the declaration, its goods, the exchange received and the freight behind it.
query RefundReview($refundNo: ID!) {
  refund(refundNo: $refundNo) {
    refundNo
    status
    period
    amount
    rate
    onDeparture
    receivedAt
    decideBy
    applicant {
      uscc
      name
      refundClass
      arrears
    }
    declaration {
      entryNo
      state
      tradeMode
      releasedAt
      declaredValue
      fxMatch
      lines {
        goodsNo
        hsCode
        declaredName
        declaredQuantity
        declaredPrice
      }
    }
  }
}
`;

const doubtful = `# Applications with an inquiry out, newest first.
query DoubtfulRefunds($filter: RefundFilter, $after: String) {
  refunds(filter: $filter, first: 20, after: $after) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      refundNo
      period
      amount
      decideBy
      applicant {
        uscc
        name
        refundClass
      }
    }
  }
}
`;

/** What an analyst of the tax authority asks. */
export function taxExamples({
  uscc,
  ebpCode,
  orderNo,
  refundNo,
}: ExplorerSamples): readonly Example[] {
  return [
    {
      id: 'three-flows',
      audience: 'tax',
      purpose: 'REFUND_CLASSIFICATION',
      title: { zh: '三流合一：一张订单', en: 'Three flows of one order' },
      query: threeFlows,
      variables: { ebpCode, orderNo },
    },
    {
      id: 'refund-classification',
      audience: 'tax',
      purpose: 'REFUND_CLASSIFICATION',
      title: { zh: '出口退税管理类别评定', en: "Classify an enterprise's refunds" },
      query: classification,
      variables: { uscc },
    },
    {
      id: 'refund-review',
      audience: 'tax',
      purpose: 'REFUND_REVIEW',
      title: { zh: '单笔退税申报审核', en: 'Review one refund application' },
      query: review,
      variables: { refundNo },
    },
    {
      id: 'doubtful-refunds',
      audience: 'tax',
      purpose: 'REFUND_REVIEW',
      title: { zh: '函调中的退税申报', en: 'Refund applications with an inquiry out' },
      query: doubtful,
      variables: { filter: { status: 'DOUBTFUL' }, after: null },
    },
  ];
}
