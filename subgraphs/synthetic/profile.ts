import type { Profile } from '../kit/department.ts';

/** How much there is of each kind. A flow case is one order with its payment, waybill and customs documents. */
export interface Volume {
  readonly enterprises: number;
  readonly platforms: number;
  readonly flowCases: number;
  readonly creditRecords: number;
}

/** Volumes of the profiles; each begins with the one before. */
export const volumes: Readonly<Record<Profile, Volume>> = {
  small: { enterprises: 60, platforms: 5, flowCases: 2_000, creditRecords: 300 },
  medium: { enterprises: 1_200, platforms: 30, flowCases: 50_000, creditRecords: 8_000 },
  large: { enterprises: 12_000, platforms: 100, flowCases: 1_000_000, creditRecords: 80_000 },
};

/** Flow cases that one seller sends within a few days; they share a summary declaration. */
export const blockSize = 8;

/** The smallest profile that holds a flow case: it picks sellers and days from that profile's only. */
export function profileOf(flowCase: number): Profile {
  if (flowCase < volumes.small.flowCases) return 'small';
  return flowCase < volumes.medium.flowCases ? 'medium' : 'large';
}
