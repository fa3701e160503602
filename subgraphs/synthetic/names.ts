/** Stems of made-up names, not in use by a known firm as far as the authors know. */
export const stems = [
  ['岚屿', 'Lanyu'],
  ['砚禾', 'Yanhe'],
  ['澄柘', 'Chengzhe'],
  ['霁帆', 'Jifan'],
  ['陌川', 'Mochuan'],
  ['栎宁', 'Lining'],
  ['淞樾', 'Songyue'],
  ['珩舟', 'Hengzhou'],
  ['烨岱', 'Yedai'],
  ['芃予', 'Pengyu'],
  ['瀛朔', 'Yingshuo'],
  ['翊桐', 'Yitong'],
  ['蔚峤', 'Weiqiao'],
  ['璟汀', 'Jingting'],
  ['骁棠', 'Xiaotang'],
  ['洺源', 'Mingyuan'],
  ['昶禹', 'Changyu'],
  ['沅芷', 'Yuanzhi'],
  ['皓榆', 'Haoyu'],
  ['峥麓', 'Zhenglu'],
  ['熙槿', 'Xijin'],
  ['逸沣', 'Yifeng'],
  ['恺润', 'Kairun'],
  ['泓璨', 'Hongcan'],
  ['畅桦', 'Changhua'],
] as const;

/** Trade words of names. */
export const trades = [
  ['进出口', 'Import & Export'],
  ['跨境电商', 'Cross-Border E-Commerce'],
  ['供应链', 'Supply Chain'],
  ['国际贸易', 'International Trade'],
] as const;

/** Placeholders, never names of persons. */
export const personNames = [
  '张三',
  '李四',
  '王五',
  '赵六',
  '孙七',
  '周八',
  '吴九',
  '郑十',
] as const;

/** Districts of Shenyang (GB/T 2260). */
export const districts = [
  { code: '210102', name: '和平区' },
  { code: '210103', name: '沈河区' },
  { code: '210104', name: '大东区' },
  { code: '210105', name: '皇姑区' },
  { code: '210106', name: '铁西区' },
  { code: '210112', name: '浑南区' },
  { code: '210113', name: '沈北新区' },
  { code: '210114', name: '于洪区' },
] as const;

/** The zone's parks, by share of tenants. */
export const parks = [
  {
    code: 'HN',
    name: '浑南跨境电商产业园',
    nameEn: 'Hunnan Park',
    division: '210112',
    openedOn: '2019-06-28',
    weight: 26,
  },
  {
    code: 'WA',
    name: '五爱跨境电商产业园',
    nameEn: "Wu'ai Park",
    division: '210103',
    openedOn: '2019-09-16',
    weight: 20,
  },
  {
    code: 'YH',
    name: '于洪跨境电商产业园',
    nameEn: 'Yuhong Park',
    division: '210114',
    openedOn: '2019-11-08',
    weight: 14,
  },
  {
    code: 'HP',
    name: '和平跨境电商产业园',
    nameEn: 'Heping Park',
    division: '210102',
    openedOn: '2019-10-21',
    weight: 12,
  },
  {
    code: 'BF',
    name: '北方跨境电商产业园',
    nameEn: 'Beifang Park',
    division: '210100',
    openedOn: '2019-12-20',
    weight: 10,
  },
  {
    code: 'GK',
    name: '沈阳港跨境电商产业园',
    nameEn: 'Shenyang Port Park',
    division: '210100',
    openedOn: '2019-12-27',
    weight: 8,
  },
] as const;
