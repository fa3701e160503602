/** Shape of the zone's trade: weights in per cent, medians in CNY, days. */
export const exportPartners = [
  ['DE', 12],
  ['US', 11],
  ['JP', 10],
  ['KR', 10],
  ['RU', 11],
  ['PL', 14],
  ['VN', 15],
  ['MN', 2],
  ['GB', 4],
  ['AU', 3],
  ['KZ', 2],
  ['BR', 2],
  ['CA', 4],
] as const;
export const importOrigins = [
  ['JP', 24],
  ['KR', 17],
  ['AU', 13],
  ['NZ', 8],
  ['US', 11],
  ['DE', 8],
  ['FR', 9],
  ['GB', 4],
  ['IT', 3],
  ['NL', 3],
] as const;
export const modes = [
  ['9610E', 36],
  ['1210I', 24],
  ['9710E', 18],
  ['9610I', 10],
  ['9810E', 8],
  ['0110E', 4],
] as const;
export const transports = {
  '9610E': [
    ['MAIL', 55],
    ['AIR', 35],
    ['RAIL', 10],
  ],
  '9710E': [
    ['SEA', 45],
    ['RAIL', 30],
    ['AIR', 15],
    ['ROAD', 10],
  ],
  '9810E': [
    ['SEA', 60],
    ['RAIL', 30],
    ['AIR', 10],
  ],
  '0110E': [
    ['SEA', 60],
    ['RAIL', 30],
    ['AIR', 10],
  ],
  '0110I': [
    ['SEA', 60],
    ['RAIL', 30],
    ['AIR', 10],
  ],
  '1210I': [['ROAD', 100]],
  '9610I': [
    ['MAIL', 60],
    ['AIR', 40],
  ],
} as const;
export const medianGoods = {
  '9610E': 160,
  '1210I': 320,
  '9610I': 320,
  '9710E': 68_000,
  '9810E': 140_000,
  '0110E': 140_000,
  '0110I': 140_000,
} as const;
export const daysOnTheWay = {
  MAIL: [9, 16],
  AIR: [4, 8],
  RAIL: [14, 22],
  SEA: [28, 42],
  ROAD: [2, 5],
} as const;
export const inspectionRate = {
  SENIOR_CERTIFIED: 0.005,
  CERTIFIED: 0.01,
  REGULAR: 0.025,
  DISCREDITED: 0.8,
  SERIOUSLY_DISCREDITED: 0.95,
} as const;
/** How the goods of a case fare, in per cent; all but the first is no fraud. */
export const fates = [
  ['NORMAL', 98.4],
  // No waybill was reported yet: the list waits in review.
  ['REVIEW', 0.3],
  ['REJECTED', 0.5],
  ['RETURNED', 0.8],
] as const;
