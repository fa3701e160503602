/** Payment institutions of the synthetic zone. */
export const paymentInstitutions = [
  { code: 'PAY001', name: '示例支付甲' },
  { code: 'PAY002', name: '示例支付乙' },
  { code: 'PAY003', name: '示例支付丙' },
] as const;
