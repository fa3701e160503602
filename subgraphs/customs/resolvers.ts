import type { RequestContext, Resolver, Resolvers } from '../kit/context.ts';
import { type PageArguments, readPage } from '../kit/page.ts';
import {
  categoriesOf,
  declarationListing,
  declarationOf,
  type DeclarationFilter,
  type DeclarationRow,
  enterpriseOf,
  type EnterpriseRow,
  linesOfDeclaration,
  linesOfList,
  listOf,
  listOfOrder,
  listOfWaybill,
  type ListRow,
  listsOfDeclaration,
  penaltiesOf,
  penaltyOf,
} from './store.ts';

type Root = unknown;
/** An enterprise that customs have registered, or merely been asked about. */
type Enterprise = Pick<EnterpriseRow, 'uscc'> & Partial<EnterpriseRow>;
type OrderKey = Pick<ListRow, 'ebpCode' | 'orderNo'>;
type WaybillKey = Pick<ListRow, 'logisticsCode' | 'logisticsNo'>;

const enterprise = async (uscc: string, context: RequestContext): Promise<Enterprise> =>
  (await enterpriseOf(uscc, context)) ?? { uscc };

const declarations: Resolver<
  Root,
  { readonly filter?: DeclarationFilter | null } & PageArguments
> = (_root, args, context, info) =>
  readPage(declarationListing(args.filter ?? {}), args, context, info);

const declarationsOf: Resolver<Enterprise, PageArguments> = ({ uscc }, args, context, info) =>
  readPage(declarationListing({}, uscc), args, context, info);

/** How customs resolve their contract. */
export const resolvers: Resolvers = {
  Query: {
    declaration: (
      _root: Root,
      { entryNo }: { readonly entryNo: string },
      context: RequestContext,
    ) => declarationOf(entryNo, context),
    declarations,
    inventoryList: (
      _root: Root,
      { invtNo }: { readonly invtNo: string },
      context: RequestContext,
    ) => listOf(invtNo, context),
  },
  Enterprise: {
    __resolveReference: ({ uscc }: { readonly uscc: string }, context: RequestContext) =>
      enterprise(uscc, context),
    customsRegistration: (row: Enterprise) => (row.customsCode === undefined ? null : row),
    customsCategory: async ({ uscc }: Enterprise, _args: object, context: RequestContext) => {
      const periods = await categoriesOf(uscc, context);
      return periods.find(({ validTo }) => validTo === null)?.category ?? null;
    },
    customsCategoryHistory: ({ uscc }: Enterprise, _args: object, context: RequestContext) =>
      categoriesOf(uscc, context),
    customsPenalties: ({ uscc }: Enterprise, _args: object, context: RequestContext) =>
      penaltiesOf(uscc, context),
    declarations: declarationsOf,
  },
  CustomsPenalty: {
    __resolveReference: (
      { decisionNo }: { readonly decisionNo: string },
      context: RequestContext,
    ) => penaltyOf(decisionNo, context),
  },
  Order: {
    __resolveReference: (key: OrderKey) => key,
    inventoryList: ({ ebpCode, orderNo }: OrderKey, _args: object, context: RequestContext) =>
      listOfOrder(ebpCode, orderNo, context),
  },
  Waybill: {
    __resolveReference: (key: WaybillKey) => key,
    customsReleasedAt: async (key: WaybillKey, _args: object, context: RequestContext) =>
      (await listOfWaybill(key.logisticsCode, key.logisticsNo, context))?.releasedAt ?? null,
  },
  InventoryList: {
    __resolveReference: ({ invtNo }: { readonly invtNo: string }, context: RequestContext) =>
      listOf(invtNo, context),
    order: ({ ebpCode, orderNo }: ListRow): OrderKey => ({ ebpCode, orderNo }),
    declaration: ({ entryNo }: ListRow, _args: object, context: RequestContext) =>
      entryNo === null ? null : declarationOf(entryNo, context),
    seller: ({ sellerUscc }: ListRow, _args: object, context: RequestContext) =>
      enterprise(sellerUscc, context),
    waybill: ({ logisticsCode, logisticsNo }: ListRow): WaybillKey => ({
      logisticsCode,
      logisticsNo,
    }),
    lines: ({ invtNo }: ListRow, _args: object, context: RequestContext) =>
      linesOfList(invtNo, context),
  },
  Declaration: {
    __resolveReference: ({ entryNo }: { readonly entryNo: string }, context: RequestContext) =>
      declarationOf(entryNo, context),
    declarant: ({ declarantUscc }: DeclarationRow, _args: object, context: RequestContext) =>
      enterprise(declarantUscc, context),
    lines: ({ entryNo }: DeclarationRow, _args: object, context: RequestContext) =>
      linesOfDeclaration(entryNo, context),
    inventoryLists: ({ entryNo }: DeclarationRow, _args: object, context: RequestContext) =>
      listsOfDeclaration(entryNo, context),
  },
};
