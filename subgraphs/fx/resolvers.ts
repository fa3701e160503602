import type { RequestContext, Resolver, Resolvers } from '../kit/context.ts';
import { type PageArguments, readPage } from '../kit/page.ts';
import {
  classesOf,
  matchOf,
  profileListing,
  profileOf,
  type ProfileRow,
  type ProfileSearch,
  reportsOf,
  settlementOf,
  settlementOfPayment,
} from './store.ts';

type Root = unknown;
/** An enterprise of the directory, or one that the administration has merely been asked about. */
type Enterprise = Pick<ProfileRow, 'uscc'> & Partial<ProfileRow>;
interface PaymentKey {
  readonly payCode: string;
  readonly payTransactionId: string;
}

const enterprise = async (uscc: string, context: RequestContext): Promise<Enterprise> =>
  (await profileOf(uscc, context)) ?? { uscc };

const profiles: Resolver<Root, ProfileSearch & PageArguments> = (_root, args, context, info) =>
  readPage(profileListing(args), args, context, info);

/** How foreign exchange administration resolves its contract. */
export const resolvers: Resolvers = {
  Query: {
    fxProfile: (_root: Root, { uscc }: { readonly uscc: string }, context: RequestContext) =>
      profileOf(uscc, context),
    fxProfiles: profiles,
  },
  Enterprise: {
    __resolveReference: ({ uscc }: { readonly uscc: string }, context: RequestContext) =>
      enterprise(uscc, context),
    fxProfile: (row: Enterprise) => (row.fxClass === undefined ? null : row),
  },
  FxProfile: {
    __resolveReference: ({ uscc }: { readonly uscc: string }, context: RequestContext) =>
      profileOf(uscc, context),
    enterprise: (row: ProfileRow) => row,
    classHistory: ({ uscc }: ProfileRow, _args: object, context: RequestContext) =>
      classesOf(uscc, context),
    indicators: (row: ProfileRow) => row,
    tradeCreditReports: ({ uscc }: ProfileRow, _args: object, context: RequestContext) =>
      reportsOf(uscc, context),
  },
  PaymentRecord: {
    __resolveReference: (key: PaymentKey) => key,
    fxSettlement: (
      { payCode, payTransactionId }: PaymentKey,
      _args: object,
      context: RequestContext,
    ) => settlementOfPayment(payCode, payTransactionId, context),
  },
  FxSettlement: {
    __resolveReference: (
      { settlementNo }: { readonly settlementNo: string },
      context: RequestContext,
    ) => settlementOf(settlementNo, context),
  },
  Declaration: {
    __resolveReference: (key: { readonly entryNo: string }) => key,
    fxMatch: async (
      { entryNo }: { readonly entryNo: string },
      _args: object,
      context: RequestContext,
    ) => (await matchOf(entryNo, context))?.fxMatch ?? null,
  },
};
