import { asc } from 'drizzle-orm';
import type { RequestContext, Resolver, Resolvers } from '../kit/context.ts';
import { type PageArguments, readPage } from '../kit/page.ts';
import {
  applicationOf,
  type ApplicationRow,
  applicationsOf,
  paymentListing,
  paymentOf,
  paymentOfOrder,
  type PaymentRow,
  type PaymentSearch,
  policiesOf,
  policyOf,
  type PolicyRow,
  productOf,
  reportsOf,
} from './store.ts';
import { financeProducts } from './tables.ts';

type Root = unknown;
type OrderKey = Pick<PaymentRow, 'ebpCode' | 'orderNo'>;
type PaymentKey = Pick<PaymentRow, 'payCode' | 'payTransactionId'>;
interface EnterpriseKey {
  readonly uscc: string;
}

const payment: Resolver<Root, PaymentKey> = (_root, { payCode, payTransactionId }, context) =>
  paymentOf(payCode, payTransactionId, context);

const payments: Resolver<Root, PaymentSearch & PageArguments> = (_root, args, context, info) =>
  readPage(paymentListing(args), args, context, info);

const listProducts: Resolver<Root> = (_root, _args, { db }) =>
  db.select().from(financeProducts).orderBy(asc(financeProducts.productId));

/** How finance resolves its contract. */
export const resolvers: Resolvers = {
  Query: { payment, payments, financeProducts: listProducts },
  Enterprise: {
    __resolveReference: (key: EnterpriseKey) => key,
    financing: ({ uscc }: EnterpriseKey, _args: object, context: RequestContext) =>
      applicationsOf(uscc, context),
    insurancePolicies: ({ uscc }: EnterpriseKey, _args: object, context: RequestContext) =>
      policiesOf(uscc, context),
    suspiciousReports: async ({ uscc }: EnterpriseKey, _args: object, context: RequestContext) =>
      (await reportsOf(uscc, context))?.suspiciousReports ?? 0,
  },
  PaymentRecord: {
    __resolveReference: ({ payCode, payTransactionId }: PaymentKey, context: RequestContext) =>
      paymentOf(payCode, payTransactionId, context),
    order: ({ ebpCode, orderNo }: PaymentRow): OrderKey => ({ ebpCode, orderNo }),
  },
  Order: {
    __resolveReference: (key: OrderKey) => key,
    payment: ({ ebpCode, orderNo }: OrderKey, _args: object, context: RequestContext) =>
      paymentOfOrder(ebpCode, orderNo, context),
  },
  FinancingApplication: {
    __resolveReference: (
      { applicationNo }: { readonly applicationNo: string },
      context: RequestContext,
    ) => applicationOf(applicationNo, context),
    applicant: ({ applicantUscc }: ApplicationRow): EnterpriseKey => ({ uscc: applicantUscc }),
  },
  InsurancePolicy: {
    __resolveReference: ({ policyNo }: { readonly policyNo: string }, context: RequestContext) =>
      policyOf(policyNo, context),
    insured: ({ insuredUscc }: PolicyRow): EnterpriseKey => ({ uscc: insuredUscc }),
  },
  FinanceProduct: {
    __resolveReference: ({ productId }: { readonly productId: string }, context: RequestContext) =>
      productOf(productId, context),
  },
};
