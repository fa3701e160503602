import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  type ASTVisitor,
  buildASTSchema,
  getNamedType,
  type GraphQLSchema,
  isInputObjectType,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { z } from 'zod';
import { wholeLog } from '../../gateway/audit/records.ts';
import type { PastOperation } from '../../policies/index.ts';

const names = z.array(z.string());
const line = z.object({
  time: z.string(),
  subject: z.string().nullable(),
  department: z.string().nullable(),
  roles: names,
  purpose: z.string().nullable(),
  case: z.string().nullable(),
  operation: z.object({ hash: z.string().regex(/^[\w-]{43}$/) }).nullable(),
  outcome: z.string(),
  released: names,
  masked: names,
  denied: names,
});

/** What was answered since an instant, with how many operations have no shape beside the log. */
export interface Past {
  readonly operations: readonly PastOperation[];
  readonly shapeless: number;
}

/**
 * Reads answered operations from an audit log and the shapes beside it.
 * @param supergraph SDL, in which the arguments of a shape are looked up
 */
export async function readPast(audit: string, since: Date, supergraph: string): Promise<Past> {
  const schema = buildASTSchema(parse(supergraph, { noLocation: true }), { assumeValid: true });
  const shapes = new Map<string, readonly string[] | null>();
  const operations: PastOperation[] = [];
  let shapeless = 0;
  for await (const text of linesOf(audit)) {
    const parsed = line.safeParse(JSON.parse(text));
    if (!parsed.success) continue;
    const { operation, outcome, time } = parsed.data;
    if (operation === null || !['ANSWERED', 'PARTIAL'].includes(outcome)) continue;
    if (new Date(time) < since) continue;
    let given = shapes.get(operation.hash);
    if (given === undefined) {
      given = await argumentsOf(
        path.join(audit, 'operations', `${operation.hash}.graphql`),
        schema,
      );
      shapes.set(operation.hash, given);
    }
    if (given === null) shapeless += 1;
    operations.push({ ...answeredIn(parsed.data), given: given ?? [] });
  }
  return { operations, shapeless };
}

async function* linesOf(audit: string): AsyncGenerator<string> {
  for await (const { records } of wholeLog(audit))
    for (const record of records) yield record.toString('utf8');
}

function answeredIn(record: z.output<typeof line>): Omit<PastOperation, 'given'> {
  const { subject, department, roles, purpose, case: number, released, masked, denied } = record;
  const answered = new Map([
    ...released.map((each) => [each, 'released'] as const),
    ...masked.map((each) => [each, 'masked'] as const),
    ...denied.map((each) => [each, 'denied'] as const),
  ]);
  if (department === null) return { principal: { kind: 'public' }, answered };
  const who = { subject: subject ?? '', department, roles, purpose: purpose ?? '' };
  const principal = { kind: 'department', ...who } as const;
  return {
    principal: number === null ? principal : { ...principal, caseReference: number },
    answered,
  };
}

/** The arguments and input fields that an operation gives; null when its shape was not kept. */
async function argumentsOf(file: string, schema: GraphQLSchema): Promise<readonly string[] | null> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return null;
  const given = new Set<string>();
  const info = new TypeInfo(schema);
  visit(parse(text), visitWithTypeInfo(info, visitorOf(info, given)));
  return [...given];
}

function visitorOf(info: TypeInfo, given: Set<string>): ASTVisitor {
  return {
    Argument: ({ name }) => {
      const [parent, field] = [info.getParentType(), info.getFieldDef()];
      if (parent && field) given.add(`${parent.name}.${field.name}(${name.value}:)`);
    },
    ObjectField: ({ name }) => {
      const input = info.getParentInputType();
      const type: unknown = input == null ? null : getNamedType(input);
      if (isInputObjectType(type)) given.add(`${type.name}.${name.value}`);
    },
  };
}
