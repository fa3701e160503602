import fastify, { type FastifyInstance } from 'fastify';
import {
  defaultFieldResolver,
  getNamedType,
  getNullableType,
  graphql,
  GraphQLError,
  isEnumType,
  isListType,
  isObjectType,
  type GraphQLFieldResolver,
  type GraphQLSchema,
} from 'graphql';
import { z } from 'zod';
import { explorer } from '../explorer.ts';
import type { ExplorerPrincipal, ExplorerSamples } from '../vocabulary.ts';
import { pilotZoneSchema } from './graph.ts';

/** Keys in the form of the real ones. */
export const samples: ExplorerSamples = {
  uscc: '91330100MA27XF9K3D',
  ebpCode: '3301960K7M',
  orderNo: 'HZ20250618000042',
  entryNo: '290120250012345678',
  refundNo: 'TS202506000017',
  logisticsCode: '3301980EMS',
  logisticsNo: 'EA123456789CN',
};

const purposes = {
  REFUND_CLASSIFICATION: {
    zh: '评定出口退（免）税企业分类管理类别',
    en: 'Class an enterprise for the refund of export tax',
  },
  REFUND_REVIEW: {
    zh: '审核出口退税申报',
    en: 'Review an application for the refund of export tax',
  },
  DECLARATION_REVIEW: { zh: '审核进出口报关单', en: 'Review a customs declaration' },
};

const principal = (
  department: string,
  title: { zh: string; en: string },
  codes: readonly (keyof typeof purposes)[],
): ExplorerPrincipal => ({
  id: `${department}-analyst`,
  department,
  title,
  token: `token-of-${department}`,
  expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
  purposes: codes.map((code) => ({ code, description: purposes[code] })),
});

const denied: Readonly<Record<string, { owner: string; reason: string; wouldGrant: string[] }>> = {
  'PaymentRecord.payerAccount': {
    owner: 'finance',
    reason: 'Finance shares payer accounts with no department for REFUND_CLASSIFICATION.',
    wouldGrant: [],
  },
  'Enterprise.fxClass': {
    owner: 'fx',
    reason: 'The agreement between foreign exchange and tax grants this for REFUND_REVIEW only.',
    wouldGrant: ['fx-tax-2025-003', 'fx-tax-2026-001'],
  },
  'TrackingEvent.place': {
    owner: 'logistics',
    reason: 'Logistics shares places with tax for REFUND_REVIEW only.',
    wouldGrant: ['logistics-tax-2025-007'],
  },
};

/** What a request to the stand-in carried. */
export interface Seen {
  readonly authorization: string | undefined;
  readonly purpose: string | undefined;
  readonly operationName: string | null;
}

/** A small server in the gateway's place: the real graph with invented values, some coordinates denied. */
export async function standInGateway(
  bundleFolder: string,
): Promise<{ app: FastifyInstance; seen: Seen[] }> {
  const seen: Seen[] = [];
  const whole = await pilotZoneSchema();
  const open = await pilotZoneSchema(
    new Set(['Query.order', 'Query.orders', 'Query.refunds', 'PaymentRecord.payerAccount']),
  );
  const app = fastify();
  app.post('/graphql', async (request, reply) => {
    const { query, variables, operationName } = requestShape.parse(request.body);
    const { authorization, 'sharing-purpose': purpose } = headersShape.parse(request.headers);
    seen.push({ authorization, purpose, operationName });
    reply.headers({ 'Audit-Record': '48213', 'Request-Id': 'req-01JD8K3V9Q7Z' });
    const schema: GraphQLSchema = authorization === undefined ? open : whole;
    return graphql({
      schema,
      source: query,
      variableValues: variables,
      operationName,
      fieldResolver: invent,
    });
  });
  await app.register(
    explorer({
      endpoint: '/graphql',
      bundleFolder,
      principals: () =>
        Promise.resolve([
          principal('customs', { zh: '海关分析员', en: 'Customs analyst' }, ['DECLARATION_REVIEW']),
          principal('tax', { zh: '税务分析员', en: 'Tax analyst' }, [
            'REFUND_CLASSIFICATION',
            'REFUND_REVIEW',
          ]),
        ]),
      samples,
    }),
  );
  return { app, seen };
}

const requestShape = z.object({
  query: z.string(),
  variables: z
    .record(z.string(), z.unknown())
    .nullish()
    .transform((value) => value ?? {}),
  operationName: z
    .string()
    .nullish()
    .transform((value) => value ?? null),
});

const headersShape = z.object({
  authorization: z.string().optional(),
  'sharing-purpose': z.string().optional(),
});

const invent: GraphQLFieldResolver<unknown, unknown> = (source, args, context, info) => {
  if (info.parentType.name.startsWith('__'))
    return defaultFieldResolver(source, args, context, info);
  const coordinate = `${info.parentType.name}.${info.fieldName}`;
  const denial = denied[coordinate];
  if (denial !== undefined) {
    throw new GraphQLError(`${coordinate} is not shared with you.`, {
      extensions: {
        code: 'POLICY_DENIED',
        coordinate,
        purpose: 'REFUND_CLASSIFICATION',
        ...denial,
      },
    });
  }
  const type = getNamedType(info.returnType);
  const value = isObjectType(type)
    ? {}
    : isEnumType(type)
      ? type.getValues()[0]?.value
      : scalarOf(type.name, info.fieldName);
  return isListType(getNullableType(info.returnType)) ? [value, value, value] : value;
};

function scalarOf(type: string, field: string): unknown {
  if (field === 'uscc') return samples.uscc;
  switch (type) {
    case 'Int':
      return 3;
    case 'Boolean':
      return true;
    case 'Money':
    case 'Decimal':
      return '1280.50';
    case 'Instant':
      return '2025-06-18T02:30:00Z';
    case 'Date':
      return '2025-06-18';
    default:
      return `${field}-1`;
  }
}
