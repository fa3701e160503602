import type { Codes } from './words.ts';

/** 公开契约中各代码的中文名称。 */
export const zhCodes: Codes = {
  EnterpriseStatus: { ACTIVE: '存续', SUSPENDED: '停业', CANCELLED: '注销' },
  EnterpriseCategory: {
    ECOMMERCE_ENTERPRISE: '电商企业',
    PLATFORM: '电商平台',
    LOGISTICS: '物流企业',
    COMPREHENSIVE_SERVICE: '外贸综合服务企业',
    PAYMENT: '支付机构',
    WAREHOUSE: '仓储企业',
    CUSTOMS_BROKER: '报关企业',
    FOREIGN_SELLER: '境外卖家',
    DOMESTIC_AGENT: '境内责任代理人',
  },
  Ownership: {
    STATE: '国有',
    PRIVATE: '民营',
    FOREIGN_INVESTED: '外商投资',
    COLLECTIVE: '集体',
    SOLE_TRADER: '个体工商户',
  },
  CustomsCreditCategory: {
    SENIOR_CERTIFIED: '高级认证企业（AEO）',
    CERTIFIED: '认证企业（AEO）',
    GENERAL_CERTIFIED: '一般认证企业',
    GENERAL: '一般信用企业',
    REGULAR: '常规企业',
    DISCREDITED: '失信企业',
    SERIOUSLY_DISCREDITED: '严重失信企业',
  },
  PenaltyGround: {
    STATISTICS: '影响海关统计准确性',
    SUPERVISION_ORDER: '影响海关监管秩序',
    LICENCE: '影响国家许可证件管理',
    TAX: '影响国家税款征收',
    FX_OR_REFUND: '影响国家外汇、出口退税管理',
  },
};

/** 沈阳市行政区划名称（GB/T 2260）。 */
export const zhDivisions: Readonly<Record<string, string>> = {
  '210102': '和平区',
  '210103': '沈河区',
  '210104': '大东区',
  '210105': '皇姑区',
  '210106': '铁西区',
  '210111': '苏家屯区',
  '210112': '浑南区',
  '210113': '沈北新区',
  '210114': '于洪区',
  '210115': '辽中区',
  '210123': '康平县',
  '210124': '法库县',
  '210181': '新民市',
};
