import type { Example, ExplorerSamples } from '../vocabulary.ts';

const logisticsTrace = `# A consignment from acceptance to delivery, with its release by customs.
query LogisticsTrace($logisticsCode: String!, $logisticsNo: String!) {
  waybill(logisticsCode: $logisticsCode, logisticsNo: $logisticsNo) {
    logisticsCode
    logisticsNo
    mode
    status
    weight
    packages
    country
    acceptedAt
    customsReleasedAt
    deliveredAt
    operator {
      name
      onTimeRate
    }
    events {
      sequence
      code
      occurredAt
      place
      measuredWeight
    }
    order {
      ebpCode
      orderNo
      placedAt
      inventoryList {
        invtNo
        status
        releasedAt
      }
    }
  }
}
`;

const waybillsHeld = `# Waybills in one state, newest first.
query Waybills($status: WaybillStatus, $after: String) {
  waybills(status: $status, first: 20, after: $after) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      logisticsCode
      logisticsNo
      mode
      acceptedAt
      customsReleasedAt
      operator {
        name
      }
    }
  }
}
`;

/** What an analyst of logistics asks. */
export function logisticsExamples({
  logisticsCode,
  logisticsNo,
}: ExplorerSamples): readonly Example[] {
  return [
    {
      id: 'logistics-trace',
      audience: 'logistics',
      purpose: 'LOGISTICS_TRACE',
      title: { zh: '运单全程轨迹', en: 'Trace a waybill' },
      query: logisticsTrace,
      variables: { logisticsCode, logisticsNo },
    },
    {
      id: 'waybills-held',
      audience: 'logistics',
      purpose: 'LOGISTICS_TRACE',
      title: { zh: '海关查扣中的运单', en: 'Waybills held by customs' },
      query: waybillsHeld,
      variables: { status: 'HELD', after: null },
    },
  ];
}
