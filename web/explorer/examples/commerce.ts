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
    customsPenalties {
      decisionNo
      ground
      fine
      decidedOn
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
      id: 'park-tenants',
      audience: 'commerce',
      purpose: 'JOINT_SUPERVISION',
      title: { zh: '园区入驻企业', en: 'Tenants of the parks' },
      query: parkTenants,
      variables: {},
    },
  ];
}
