import type { Example, ExplorerSamples } from '../vocabulary.ts';

const declarationReview = `# A declaration with its goods, the lists that it sums up, and the declarant's standing elsewhere.
query DeclarationReview($entryNo: ID!) {
  declaration(entryNo: $entryNo) {
    entryNo
    state
    direction
    tradeMode
    partnerCountry
    acceptedAt
    releasedAt
    declaredValue
    grossWeight
    riskScore
    fxMatch
    lines {
      goodsNo
      hsCode
      declaredName
      origin
      declaredQuantity
      declaredPrice
    }
    inventoryLists {
      invtNo
      status
      declaredValue
      waybill {
        logisticsNo
        status
        weight
      }
      order {
        orderNo
        actualPaid
      }
    }
    declarant {
      uscc
      name
      customsCategory
      inspectionRate
      fxClass
      taxGrade
    }
  }
}
`;

const declarations = `# Declarations that match the filter, newest first.
query Declarations($filter: DeclarationFilter, $after: String) {
  declarations(filter: $filter, first: 20, after: $after) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      entryNo
      state
      acceptedAt
      declaredValue
      partnerCountry
      declarant {
        uscc
        name
      }
    }
  }
}
`;

/** What an analyst of customs asks. */
export function customsExamples({ entryNo }: ExplorerSamples): readonly Example[] {
  return [
    {
      id: 'declaration-review',
      audience: 'customs',
      purpose: 'DECLARATION_REVIEW',
      title: { zh: '报关单审核', en: 'Review a declaration' },
      query: declarationReview,
      variables: { entryNo },
    },
    {
      id: 'declarations-9810',
      audience: 'customs',
      purpose: 'DECLARATION_REVIEW',
      title: { zh: '海外仓出口（9810）报关单', en: 'Declarations to overseas warehouses (9810)' },
      query: declarations,
      variables: { filter: { tradeMode: 'M9810', direction: 'EXPORT' }, after: null },
    },
  ];
}
