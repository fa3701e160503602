/** The layers of the house: arrows go down only (see ARCHITECTURE.md). */
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const outside = (...folders) => ({ path: `^(${folders.join('|')})/` });

module.exports = {
  forbidden: [
    rule('no-cycles', 'A cycle has no reading order.', {}, { circular: true }),
    rule(
      'schema-knows-nobody',
      'schema/ is the bottom layer.',
      { path: '^schema/' },
      outside('policies', 'subgraphs', 'gateway', 'web', 'scripts'),
    ),
    rule(
      'policies-know-schema-only',
      'policies/ may import schema/ only.',
      { path: '^policies/' },
      outside('subgraphs', 'gateway', 'web', 'scripts'),
    ),
    rule(
      'policies-front-door',
      'policies/ is entered by index.ts only.',
      { pathNot: '^policies/' },
      { path: '^policies/', pathNot: '^policies/index\\.ts$' },
    ),
    rule(
      'gateway-knows-no-department',
      'The gateway meets departments over HTTP only.',
      { path: '^gateway/', pathNot: '\\.test\\.ts$' },
      outside('subgraphs', 'web', 'scripts'),
    ),
    rule(
      'subgraphs-know-no-gateway',
      'Departments meet the gateway over HTTP only.',
      { path: '^subgraphs/' },
      outside('gateway', 'web', 'scripts'),
    ),
    rule(
      'kit-knows-no-department',
      'The kit is what departments share; it knows none of them.',
      { path: '^subgraphs/kit/' },
      { path: '^subgraphs/(?!kit/)' },
    ),
    rule(
      'departments-apart',
      'No department imports another.',
      { path: '^subgraphs/([^/]+)/' },
      { path: '^subgraphs/[^/]+/', pathNot: '^subgraphs/($1|kit|synthetic)/' },
    ),
    rule(
      'web-is-a-client',
      'web/ speaks GraphQL to the gateway and imports none of it.',
      { path: '^web/' },
      outside('gateway', 'subgraphs', 'policies', 'scripts'),
    ),
    rule(
      'planner-in-one-place',
      'Only gateway/plan/ knows the planner library.',
      { pathNot: '^gateway/(plan/|execution/testing/|.*\\.test\\.ts$)' },
      { path: 'node_modules/@apollo/(query-planner|gateway)' },
    ),
    rule(
      'composer-in-one-place',
      'Only schema/compose.ts knows the composer library.',
      { pathNot: '^(schema/compose\\.ts|gateway/execution/testing/)' },
      { path: 'node_modules/@apollo/composition' },
    ),
    rule(
      'no-test-imports',
      'Product code never imports a test.',
      { pathNot: '\\.test\\.ts$' },
      { path: '\\.test\\.ts$' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|schema/generated|web/explorer/client|scripts/bench)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'] },
  },
};
