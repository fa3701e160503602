import type { Example, ExplorerSamples } from '../vocabulary.ts';

const enterprise = `# Who is this enterprise? Anybody may ask; the answer holds what the law discloses.
query EnterpriseDirectory($uscc: USCC!) {
  enterprise(uscc: $uscc) {
    uscc
    name
    nameLatin
    status
    categories
    ownership
    registeredOn
    park {
      code
      name
      nameEn
    }
  }
}
`;

const credit = `# Credit standing that is published: customs category and the year of a grade A for tax.
query PublishedCredit($uscc: USCC!) {
  enterprise(uscc: $uscc) {
    uscc
    name
    customsCategory
    customsCategoryHistory {
      category
      validFrom
      validTo
      scheme
      decisionNo
    }
    aeoCertificateNo
    taxGradeAYear
  }
}
`;

const services = `# What the zone offers: platforms, parks, carriers, warehouses and financial products.
query ZoneServices {
  platforms {
    platformId
    name
    kind
    functions
  }
  parks {
    code
    name
    nameEn
    openedOn
  }
  logisticsOperators {
    logisticsCode
    name
    nameEn
    modes
  }
  warehouses {
    code
    name
    bonded
  }
  financeProducts {
    productId
    name
    nameEn
    provider
    audience
  }
}
`;

const directory = `# Enterprises of one kind, page by page: give endCursor as $after for the next page.
query EnterprisesByCategory($category: EnterpriseCategory, $after: String) {
  enterprises(category: $category, first: 10, after: $after) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      uscc
      name
      nameLatin
      status
    }
  }
}
`;

const lists = `# Who is on a negative list now, and an enterprise's penalties and licences while they are published.
query PublishedRecords($uscc: USCC!) {
  negativeList(first: 10) {
    totalCount
    nodes {
      subject {
        uscc
        name
      }
      listType
      basis
      listedOn
      listingEndsOn
    }
  }
  enterprise(uscc: $uscc) {
    name
    creditRecords(first: 20) {
      nodes {
        kind
        title
        documentNo
        authority
        decidedOn
        disclosureEndsOn
      }
    }
  }
}
`;

/** What anybody may look up without an account. */
export function publicExamples({ uscc }: ExplorerSamples): readonly Example[] {
  return [
    {
      id: 'enterprise-directory',
      audience: 'public',
      title: { zh: '按信用代码查企业', en: 'Look an enterprise up by its code' },
      query: enterprise,
      variables: { uscc },
    },
    {
      id: 'published-credit',
      audience: 'public',
      title: { zh: '企业公示信用信息', en: 'Published credit standing of an enterprise' },
      query: credit,
      variables: { uscc },
    },
    {
      id: 'published-records',
      audience: 'public',
      title: { zh: '负面清单与行政处罚、许可', en: 'Negative lists, penalties and licences' },
      query: lists,
      variables: { uscc },
    },
    {
      id: 'enterprises-by-category',
      audience: 'public',
      title: { zh: '按类别分页列出企业', en: 'List enterprises by category, page by page' },
      query: directory,
      variables: { category: 'PLATFORM', after: null },
    },
    {
      id: 'zone-services',
      audience: 'public',
      title: { zh: '平台、园区、物流与金融服务', en: 'Platforms, parks, logistics and finance' },
      query: services,
      variables: {},
    },
  ];
}
