import type { Example, ExplorerSamples } from '../vocabulary.ts';

const fxVerification = `# Receipts and payments against what was declared, with the declarations themselves.
query FxVerification($uscc: USCC!) {
  fxProfile(uscc: $uscc) {
    uscc
    organisationCode
    inDirectorySince
    classHistory {
      class
      validFrom
      validTo
    }
    indicators {
      receipts
      payments
      importDeclared
      exportDeclared
      difference
      differenceRate
      fundsToGoods
      tradeCreditRatio
    }
    tradeCreditReports {
      reportNo
      kind
      amountUsd
      reportedOn
      days
    }
    enterprise {
      name
      fxClass
      customsCategory
      taxGrade
      declarations(first: 10) {
        nodes {
          entryNo
          tradeMode
          declaredValue
          releasedAt
          fxMatch
        }
      }
    }
  }
}
`;

const fxClasses = `# Enterprises of one class, with the rate by which funds and goods differ.
query FxClasses($class: FxClass, $after: String) {
  fxProfiles(class: $class, first: 20, after: $after) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      uscc
      inDirectorySince
      indicators {
        differenceRate
        tradeCreditRatio
      }
      enterprise {
        name
        customsCategory
      }
    }
  }
}
`;

/** What an analyst of the administration of foreign exchange asks. */
export function fxExamples({ uscc }: ExplorerSamples): readonly Example[] {
  return [
    {
      id: 'fx-verification',
      audience: 'fx',
      purpose: 'FX_VERIFICATION',
      title: { zh: '货物贸易外汇核查', en: 'Verify trade in goods against receipts' },
      query: fxVerification,
      variables: { uscc },
    },
    {
      id: 'fx-classes',
      audience: 'fx',
      purpose: 'FX_CLASSIFICATION',
      title: { zh: 'B 类名录企业', en: 'Enterprises of class B in the directory' },
      query: fxClasses,
      variables: { class: 'B', after: null },
    },
  ];
}
