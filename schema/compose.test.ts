import { describe, expect, test } from '@jest/globals';
import { buildASTSchema, parse, Source } from 'graphql';
import { readClassification } from './classification.ts';
import { composeSupergraph } from './compose.ts';
import { lintContract } from './lint/index.ts';
import { type Contract, loadContracts } from './load.ts';
import { subsetOf } from './public.ts';
import { readRegistry } from './registry.ts';

const registry = await readRegistry();
const contracts = await loadContracts();

/** The zone's contracts, with the text of one changed. */
function changed(name: string, from: string | RegExp, to: string): Contract[] {
  return contracts.map((contract) => {
    if (contract.name !== name) return contract;
    const sdl = contract.sdl.replace(from, to);
    expect(sdl).not.toBe(contract.sdl);
    return withText(contract, sdl);
  });
}

function withText(contract: Contract, sdl: string): Contract {
  return { ...contract, sdl, document: parse(new Source(sdl, contract.file)) };
}

function problemsOf(given: readonly Contract[]): readonly string[] {
  const composition = composeSupergraph(given, registry.leads);
  return 'problems' in composition
    ? composition.problems.map(
        ({ code, message, file, line }) => `${code} ${file}:${line} ${message}`,
      )
    : [];
}

function composed(): string {
  const composition = composeSupergraph(contracts, registry.leads);
  if ('problems' in composition) throw new Error('The contracts do not compose.');
  return composition.supergraphSdl;
}

describe('composition', () => {
  test('gives the same bytes in whichever order the contracts come', () => {
    const backwards = composeSupergraph([...contracts].reverse(), registry.leads);
    expect('supergraphSdl' in backwards && backwards.supergraphSdl).toBe(composed());
  });

  test('refuses a field that nothing classifies, at its line', () => {
    const found = problemsOf(
      changed('fx', /type FxIndicators @classified\([^)]*\)/, 'type FxIndicators'),
    );
    expect(found[0]).toMatch(/^UNCLASSIFIED .*fx\.graphql:\d+ FxIndicators\./);
  });

  test('refuses a field that two contracts classify unlike', () => {
    const found = problemsOf(
      changed(
        'finance',
        /(type PaymentConnection)/,
        'type FinanceProduct2 @classified(category: "aml", sharing: "WITHHELD") @shareable { productId: ID }\n\n$1',
      ).map((contract) =>
        contract.name === 'fx'
          ? withText(
              contract,
              contract.sdl.replace(
                /(type FxProfileConnection)/,
                'type FinanceProduct2 @classified(category: "payment", sharing: "CONDITIONAL") @shareable { productId: ID }\n\n$1',
              ),
            )
          : contract,
      ),
    );
    expect(found.join()).toMatch(/CLASSIFIED_UNLIKE.*FinanceProduct2\.productId/);
  });

  test("passes on the composer's own words with a place", () => {
    const found = problemsOf(
      changed('tax', 'fxClass: FxClass @external', 'fxClass: Int @external'),
    );
    expect(found[0]).toMatch(/^EXTERNAL_TYPE_MISMATCH .*\.graphql:\d+ .*Enterprise\.fxClass/);
  });
});

describe('the lint of contracts', () => {
  test('finds nothing in the contracts of the zone', () => {
    expect(contracts.flatMap(lintContract)).toEqual([]);
  });

  test.each([
    [
      'a field without a description',
      'tax',
      /"""Unpaid tax in CNY\."""|"Unpaid tax in CNY\."/,
      '',
      'UNDESCRIBED',
    ],
    [
      'a list without pages',
      'tax',
      /refunds\([\s\S]*?\): RefundConnection/,
      'refunds: RefundConnection',
      '',
    ],
  ])('finds %s', (_what, name, from, to, code) => {
    const found = changed(name, from, to).flatMap(lintContract);
    expect(found.length).toBeGreaterThan(0);
    expect(found.map((problem) => problem.code).join()).toContain(code);
  });
});

describe('what the supergraph states', () => {
  const model = readClassification(composed());

  test('is what each contract said of its own fields', () => {
    const arrears = model.coordinates.get('Enterprise.arrears');
    expect(arrears?.classified).toMatchObject({ category: 'tax-secret', sharing: 'CONDITIONAL' });
    expect(arrears?.subgraphs).toEqual(['tax']);
    expect(model.coordinates.get('Enterprise.name')?.classified?.sharing).toBe('UNCONDITIONAL');
  });

  test('names keys, subjects, sources and what arguments read', () => {
    expect(model.coordinates.get('Enterprise.uscc')).toMatchObject({ key: true, subject: true });
    expect(model.coordinates.get('Enterprise.expectedRefundClass')?.requires).toEqual([
      'Enterprise.fxClass',
    ]);
    expect(model.coordinates.get('OrderFilter.minActualPaid')?.reads).toEqual(['Order.actualPaid']);
  });
});

describe('a part of the supergraph', () => {
  test('has none of the machinery, and only what is let through', () => {
    const wanted = ['Query.parks', 'Park.code', 'Park.name'];
    const { sdl, unreachable } = subsetOf(composed(), (coordinate) => wanted.includes(coordinate));
    expect(unreachable).toEqual([]);
    expect(sdl).not.toMatch(/join__|@classified|Enterprise/);
    expect(buildASTSchema(parse(sdl)).getType('Park')).toBeDefined();
  });

  test('says what nothing leads to', () => {
    const wanted = ['Query.parks', 'Park.code', 'FinanceProduct.name'];
    const { unreachable } = subsetOf(composed(), (coordinate) => wanted.includes(coordinate));
    expect(unreachable).toEqual(['FinanceProduct.name']);
  });
});
