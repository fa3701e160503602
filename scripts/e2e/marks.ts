import type { House } from './house.ts';

/** A text that is served as values of one coordinate and nowhere else: whoever reads it has read the coordinate. */
export interface Mark {
  readonly coordinate: string;
  readonly text: string;
}

/** Columns of which every row holds a mark, or those rows that a condition names. */
const columns: readonly (readonly [coordinate: string, table: string, column: string])[] = [
  ['Enterprise.legalRepresentative', 'commerce.enterprises', 'legal_representative'],
  ['Enterprise.contactTelephone', 'commerce.enterprises', 'contact_telephone'],
  ['Enterprise.address', 'commerce.enterprises', 'address'],
  ['Order.buyerToken', 'commerce.orders', 'buyer_token'],
  ['Order.addressToken', 'commerce.orders', 'address_token'],
  ['Order.goodsValue', 'commerce.orders', 'goods_value'],
  ['Order.actualPaid', 'commerce.orders', 'actual_paid'],
  ['OrderLine.unitPrice', 'commerce.order_lines', 'unit_price'],
  ['Platform.orderValue', 'commerce.platforms', 'order_value'],
  ['PaymentRecord.payerToken', 'finance.payments', 'payer_token'],
  ['PaymentRecord.payerAccount', 'finance.payments', 'payer_account'],
  ['PaymentRecord.settlementBatch', 'finance.payments', 'settlement_batch'],
  ['PaymentRecord.amountPaid', 'finance.payments', 'amount_paid'],
  ['Waybill.consigneeToken', 'logistics.waybills', 'consignee_token'],
  ['Waybill.weight', 'logistics.waybills', 'weight'],
  ['InventoryList.buyerToken', 'customs.inventory_lists', 'buyer_token'],
  ['InventoryList.declaredValue', 'customs.inventory_lists', 'declared_value'],
  ['Declaration.declaredValue', 'customs.declarations', 'declared_value'],
  ['Declaration.riskScore', 'customs.declarations', 'risk_score'],
  ['Enterprise.openInvestigations', 'customs.enterprises', 'open_investigations'],
  ['Enterprise.arrears', 'tax.taxpayers', 'arrears'],
  ['Enterprise.taxableIncome', 'tax.taxpayers', 'taxable_income'],
  ['RefundApplication.amount', 'tax.refund_applications', 'amount'],
  ['FxIndicators.receipts', 'fx.profiles', 'receipts'],
  ['FxProfile.bopDeclarations', 'fx.profiles', 'bop_declarations'],
  ['Enterprise.suspiciousReports', 'finance.suspicious_reports', 'suspicious_reports'],
  ['Inspection.score', 'market.inspections', 'score'],
  ['Inspection.inspector', 'market.inspections', 'inspector'],
  ['Finding.fine', 'courts.rulings', 'fine'],
  ['Finding.judge', 'courts.rulings', 'judge'],
  // Rows that do not exist for those to whom a condition gives some: ended, and never published.
  ['CreditRecord.title', "credit.records WHERE ends_at < '2000-01-01'", 'title'],
  ['Inspection.note', 'market.inspections WHERE NOT published', 'note'],
];

/** What market supervision's resolvers mark. */
const resolved: readonly Mark[] = [
  { coordinate: 'Complaint.note', text: 'MARK-note' },
  { coordinate: 'Informant.id', text: 'MARK-informant' },
  { coordinate: 'Enterprise.rating', text: 'RATED-' },
];

const numeric =
  /value|paid|price|amount|weight|arrears|income|receipts|score|investigations|declarations$|reports$/;

/** Puts marks into a house with market supervision and courts. */
export async function mark(house: House): Promise<readonly Mark[]> {
  // Records are append-only: only who may alter the table can do this.
  await house.database.script('ALTER TABLE credit.records DISABLE TRIGGER USER');
  await house.database.script(
    "UPDATE credit.records SET ends_at = '1999-12-31' WHERE ascii(right(record_no, 1)) % 2 = 0",
  );
  const marks = columns.map(([coordinate, , column], index): Mark => {
    const text = numeric.test(column) ? String(81_000_001 + index * 1_000) : `MARK${index}MARK`;
    return { coordinate, text };
  });
  for (const [index, [, place, column]] of columns.entries()) {
    const [table = '', where] = place.split(' WHERE ');
    const rows = where === undefined ? '' : ` WHERE ${where}`;
    const { text } = marks[index] ?? { text: '' };
    await house.database.script(`UPDATE ${table} SET ${column} = '${text}'${rows}`);
  }
  return [...marks, ...resolved];
}
