import type { FieldEffect } from '../../plan/compiled.ts';
import { openHouse, type TestHouse } from './house.ts';

const deny = (coordinate: string): FieldEffect => ({
  kind: 'deny',
  denial: { message: `${coordinate}: no.`, extensions: { code: 'POLICY_DENIED', coordinate } },
});
/** Effects by coordinate; everything else is allowed. */
export function effects(
  given: Readonly<Record<string, FieldEffect | 'deny'>>,
): (type: string, field: string) => FieldEffect {
  return (type, field) => {
    const coordinate = `${type}.${field}`;
    const effect = given[coordinate];
    return effect === 'deny' ? deny(coordinate) : (effect ?? { kind: 'allow' });
  };
}

const firms = ['a', 'b', 'c'].map((id) => ({
  __typename: 'Firm',
  id,
  name: `name-${id}`,
  code: `code-${id}`,
  aliases: [`x-${id}`, `y-${id}`],
  must: `must-${id}`,
  level: id === 'a' ? 1 : 2,
  partner: { id: 'z', name: 'name-z', code: 'code-z', must: 'must-z', level: 2 },
}));

/** A house of one subgraph that knows firms, their partners, and persons that are parties as firms are. */
export function openFirms(): Promise<TestHouse> {
  return openHouse({
    customs: {
      typeDefs: `
        interface Party { name: String code: String }
        type Firm implements Party @key(fields: "id") {
          id: ID! name: String code: String aliases: [String!] must: String! level: Int partner: Firm
        }
        type Person implements Party { name: String code: String }
        type Query { firms: [Firm] parties: [Party] firm: Firm! }
      `,
      resolvers: {
        Query: {
          firms: () => firms,
          firm: () => firms[0],
          parties: () => [
            firms[0],
            { __typename: 'Person', name: 'name-p', code: 'code-p' },
            firms[1],
          ],
        },
        Party: { __resolveType: ({ __typename }: { readonly __typename: string }) => __typename },
      },
    },
  });
}
