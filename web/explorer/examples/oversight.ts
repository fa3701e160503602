import type { Example, ExplorerSamples } from '../vocabulary.ts';

const creditReview = `# What an auditor sees of one enterprise, and what not: the policy panel names the owners.
query StandingAcrossDepartments($uscc: USCC!) {
  enterprise(uscc: $uscc) {
    uscc
    name
    customsCategory
    customsCategoryHistory {
      category
      validFrom
      validTo
      decisionNo
    }
    customsPenalties {
      decisionNo
      decidedOn
      publishedOn
    }
    taxGradeAYear
    taxGrade
    fxClass
    refundClass
  }
}
`;

/** What an auditor asks. */
export function oversightExamples({ uscc }: ExplorerSamples): readonly Example[] {
  return [
    {
      id: 'credit-review',
      audience: 'oversight',
      purpose: 'AUDIT',
      caseReference: 'SY-2026-0117',
      title: {
        zh: '审计：各部门掌握的企业信用',
        en: "Audit: an enterprise's standing across departments",
      },
      query: creditReview,
      variables: { uscc },
    },
  ];
}
