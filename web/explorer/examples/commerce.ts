import type { Example, ExplorerSamples } from '../vocabulary.ts';

const jointSupervision = `# What six departments say about one enterprise, as far as each shares it for joint supervision.
query JointSupervision($uscc: USCC!) {
  enterprise(uscc: $uscc) {
    uscc
    name
    status
    address
    legalRepresentative
    customsCategory
    inspectionRate
    creditRecords(kind: PENALTY) {
      totalCount
      nodes {
        documentNo
        penaltyKind
        amount
        decidedOn
      }
    }
    taxGrade
    arrears
    refundClass
    fxClass
    financing {
      applicationNo
      status
    }
    orders(first: 10) {
      totalCount
      nodes {
        orderNo
        placedAt
        actualPaid
        currency
        waybill {
          status
        }
      }
    }
  }
}
`;

const parkTenants = `# Who has moved into each park, with the customs category that is published.
query ParkTenants {
  parks {
    code
    name
    nameEn
    tenants(first: 20) {
      totalCount
      nodes {
        uscc
        name
        status
        customsCategory
      }
    }
  }
}
`;

const evaluation = `# Why does the enterprise have this grade? The contributions add up to the score exactly.
query ExplainedEvaluation($uscc: USCC!) {
  enterprise(uscc: $uscc) {
    name
    creditEvaluation {
      evaluatedAt
      score
      grade
      gradeByScore
      confidence
      ruleSet {
        id
        instrument
      }
      contributions {
        component
        reason
        points
        recordNo
      }
      caps {
        rule
        atMost
        because
      }
    }
    supervisionPlan {
      grade
      measures {
        title
        legalBasis
      }
    }
  }
}
`;

/** What an analyst of the Bureau of Commerce asks. */
export function commerceExamples({ uscc }: ExplorerSamples): readonly Example[] {
  return [
    {
      id: 'joint-supervision',
      audience: 'commerce',
      purpose: 'JOINT_SUPERVISION',
      title: { zh: '企业联合监管视图', en: 'Joint supervision of an enterprise' },
      query: jointSupervision,
      variables: { uscc },
    },
    {
      id: 'explained-evaluation',
      audience: 'commerce',
      purpose: 'JOINT_SUPERVISION',
      title: { zh: '信用评价及其依据', en: 'A credit evaluation, explained' },
      query: evaluation,
      variables: { uscc },
    },
    {
      id: 'park-tenants',
      audience: 'commerce',
      purpose: 'JOINT_SUPERVISION',
      title: { zh: '园区入驻企业', en: 'Tenants of the parks' },
      query: parkTenants,
      variables: {},
    },
  ];
}
