import { defineConfig } from '@graphql-hive/gateway';

const { BENCH_INBOUND, BENCH_OUTBOUND } = process.env;
export const gatewayConfig = defineConfig({
  logging: false,
  ...(BENCH_INBOUND === undefined
    ? {}
    : { inboundInflightRequestDeduplication: BENCH_INBOUND === 'true' }),
  ...(BENCH_OUTBOUND === undefined
    ? {}
    : {
        transportEntries: {
          '*.http': { options: { deduplicateInflightRequests: BENCH_OUTBOUND === 'true' } },
        },
      }),
});
