import { businessDate } from '../kit/business-date.ts';
import type { RequestContext, Resolver, Resolvers } from '../kit/context.ts';
import { type PageArguments, readPage } from '../kit/page.ts';
import { refundClass, type RefundClass, type RefundClassFacts } from './refund-class.ts';
import {
  exemptionOf,
  refundListing,
  type RefundFilter,
  refundOf,
  type RefundRow,
  refundsOfDeclaration,
  taxpayerOf,
  type TaxpayerRow,
} from './store.ts';

type Root = unknown;
/** A taxpayer, or an enterprise that the tax authority has merely been asked about. */
type Enterprise = Pick<TaxpayerRow, 'uscc'> &
  Partial<TaxpayerRow> & { readonly fxClass?: RefundClassFacts['fxClass'] };

/** What the gateway brings of other departments stays with the row. */
const enterprise = async (reference: Enterprise, context: RequestContext): Promise<Enterprise> => ({
  ...(await taxpayerOf(reference.uscc, context)),
  ...reference,
});

const refunds: Resolver<Root, { readonly filter?: RefundFilter | null } & PageArguments> = (
  _root,
  args,
  context,
  info,
) => readPage(refundListing(args.filter ?? {}), args, context, info);

const refundsOf: Resolver<Enterprise, PageArguments> = ({ uscc }, args, context, info) =>
  readPage(refundListing({}, uscc), args, context, info);

/** How the tax authority resolves its contract. */
export const resolvers: Resolvers = {
  Query: {
    refund: (_root: Root, { refundNo }: { readonly refundNo: string }, context: RequestContext) =>
      refundOf(refundNo, context),
    refunds,
  },
  Enterprise: {
    __resolveReference: enterprise,
    expectedRefundClass: (row: Enterprise): RefundClass | null => {
      const { taxGrade, refundsSince, riskControl, fxClass = null } = row;
      if (taxGrade === undefined || refundsSince === undefined || riskControl === undefined) {
        return null;
      }
      return refundClass({ taxGrade, fxClass, refundsSince, riskControl }, businessDate());
    },
    refunds: refundsOf,
  },
  RefundApplication: {
    __resolveReference: ({ refundNo }: { readonly refundNo: string }, context: RequestContext) =>
      refundOf(refundNo, context),
    applicant: ({ applicantUscc }: RefundRow, _args: object, context: RequestContext) =>
      enterprise({ uscc: applicantUscc }, context),
    declaration: ({ entryNo }: RefundRow) => ({ entryNo }),
  },
  Declaration: {
    __resolveReference: (key: { readonly entryNo: string }) => key,
    refunds: ({ entryNo }: { readonly entryNo: string }, _args: object, context: RequestContext) =>
      refundsOfDeclaration(entryNo, context),
  },
  InventoryList: {
    __resolveReference: (key: { readonly invtNo: string }) => key,
    noInvoiceExemption: async (
      { invtNo }: { readonly invtNo: string },
      _args: object,
      context: RequestContext,
    ) => (await exemptionOf(invtNo, context))?.noInvoiceExemption ?? null,
  },
};
