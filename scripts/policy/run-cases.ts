import { parse } from 'graphql';
import { createVisibleSchemas } from '../../gateway/authorize/visible-schema.ts';
import { RequestRefused } from '../../gateway/errors.ts';
import { defaultComplexity } from '../../gateway/limits/complexity.ts';
import { readCostModel } from '../../gateway/limits/cost/cost-model.ts';
import { type Authorize, createAuthorize } from '../../gateway/pipeline/authorize.ts';
import { createParse, createReader, type Parse } from '../../gateway/pipeline/parse.ts';
import type { Arrived } from '../../gateway/pipeline/stages.ts';
import { Lifetime } from '../../gateway/lifetime.ts';
import {
  type CaseFailure,
  compileTable,
  describeClass,
  failedExpectations,
  type PolicyCase,
  type PolicySet,
  type PolicyTable,
  type QueryExample,
} from '../../policies/index.ts';
import { subsetOf } from '../../schema/public.ts';

/** The examples that do not hold under policies; queries take the gateway's own steps up to the decision. */
export function runCases(
  cases: readonly PolicyCase[],
  set: PolicySet,
  supergraph: string,
): readonly CaseFailure[] {
  const tables = new Map<number, PolicyTable>();
  const tableAt = (at: Date): PolicyTable => {
    let table = tables.get(at.getTime());
    if (table === undefined) tables.set(at.getTime(), (table = compileTable(set, at)));
    return table;
  };
  const steps = stepsOver(supergraph);
  return cases.flatMap((each) => {
    const table = tableAt(each.at);
    const failed = failedExpectations(each, table);
    if (each.query === null || failed.some(({ what }) => what === 'as')) return failed;
    return [...failed, ...failedQuery(each, each.query, table, steps)];
  });
}

interface Steps {
  readonly parse: Parse;
  readonly authorize: Authorize;
}

function stepsOver(supergraph: string): Steps {
  const document = parse(supergraph, { noLocation: true });
  const schemas = createVisibleSchemas(document);
  const api = subsetOf(document, () => true).schema;
  const reader = createReader(schemas, defaultComplexity, readCostModel(document));
  return {
    parse: createParse(reader, schemas, defaultComplexity),
    // No row is fetched, so no condition is ever tested.
    authorize: createAuthorize(api, schemas, '', () => new Date()),
  };
}

function failedQuery(
  { principal }: PolicyCase,
  example: QueryExample,
  table: PolicyTable,
  { parse: read, authorize }: Steps,
): CaseFailure[] {
  const cls = table.classOf(principal);
  const failure = (expected: string, found: string): CaseFailure => ({
    ...example.place,
    who: describeClass(cls),
    what: 'query',
    expected,
    found,
  });
  try {
    const { authorized } = authorize(
      read({
        identified: { arrived: arriving(example), principal, cls, asker: '', table },
        text: example.text,
      }),
    );
    if (example.refused !== null) return [failure(example.refused, 'it is answered')];
    return (['released', 'masked', 'denied'] as const).flatMap((kind) => {
      const expected = [...new Set(example[kind])].sort().join(', ');
      const found = authorized.facts[kind].join(', ');
      return expected === found ? [] : [failure(`${kind}: ${expected}`, `${kind}: ${found}`)];
    });
  } catch (error) {
    if (!(error instanceof RequestRefused)) throw error;
    if (error.code === example.refused) return [];
    return [failure(example.refused ?? 'an answer', `${error.code}: ${error.message}`)];
  }
}

function arriving({ text, variables }: QueryExample): Arrived {
  return {
    requestId: '',
    method: 'POST',
    query: text,
    documentHash: null,
    operationName: null,
    variables,
    authorization: null,
    purpose: null,
    caseReference: null,
    explainPolicy: false,
    explainPlan: false,
    address: '',
    signal: new Lifetime(),
    deadline: 0,
  };
}
