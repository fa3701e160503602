/** English for the codes of the public contract. */
export const enCodes = {
  EnterpriseStatus: { ACTIVE: 'In business', SUSPENDED: 'Suspended', CANCELLED: 'Struck off' },
  EnterpriseCategory: {
    ECOMMERCE_ENTERPRISE: 'E-commerce enterprise',
    PLATFORM: 'Platform operator',
    LOGISTICS: 'Logistics',
    COMPREHENSIVE_SERVICE: 'Comprehensive foreign-trade service',
    PAYMENT: 'Payment institution',
    WAREHOUSE: 'Warehouse operator',
    CUSTOMS_BROKER: 'Customs broker',
    FOREIGN_SELLER: 'Seller from abroad',
    DOMESTIC_AGENT: 'Domestic agent of a foreign seller',
  },
  Ownership: {
    STATE: 'State-owned',
    PRIVATE: 'Private',
    FOREIGN_INVESTED: 'Foreign-invested',
    COLLECTIVE: 'Collective',
    SOLE_TRADER: 'Sole trader',
  },
  CustomsCreditCategory: {
    SENIOR_CERTIFIED: 'Senior-certified (AEO)',
    CERTIFIED: 'Certified (AEO)',
    GENERAL_CERTIFIED: 'General-certified',
    GENERAL: 'General',
    REGULAR: 'Regular',
    DISCREDITED: 'Discredited',
    SERIOUSLY_DISCREDITED: 'Seriously discredited',
  },
  PenaltyGround: {
    STATISTICS: 'Affected the accuracy of customs statistics',
    SUPERVISION_ORDER: 'Affected the order of customs supervision',
    LICENCE: 'Affected licence administration',
    TAX: 'Affected the collection of duty',
    FX_OR_REFUND: 'Affected exchange or refund administration',
  },
} as const satisfies Record<string, Readonly<Record<string, string>>>;

/** English for divisions of Shenyang (GB/T 2260). */
export const enDivisions: Readonly<Record<string, string>> = {
  '210102': 'Heping District',
  '210103': 'Shenhe District',
  '210104': 'Dadong District',
  '210105': 'Huanggu District',
  '210106': 'Tiexi District',
  '210111': 'Sujiatun District',
  '210112': 'Hunnan District',
  '210113': 'Shenbei New District',
  '210114': 'Yuhong District',
  '210115': 'Liaozhong District',
  '210123': 'Kangping County',
  '210124': 'Faku County',
  '210181': 'Xinmin City',
};
