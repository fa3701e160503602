import { isAbstractType, isInterfaceType, isObjectType } from 'graphql';
import type { GraphQLSchema } from 'graphql';

/** Whether an object of the first type satisfies a condition on the second; false for names that are no types. */
export type TypeTest = (typeName: string, condition: string) => boolean;

/** The test for a schema, remembered for each pair of names that the schema knows. */
export function createTypeTest(schema: GraphQLSchema): TypeTest {
  const known = new Map<string, Map<string, boolean>>();
  return (typeName, condition) => {
    if (typeName === condition) return true;
    let answers = known.get(condition);
    if (answers === undefined) known.set(condition, (answers = new Map<string, boolean>()));
    let answer = answers.get(typeName);
    if (answer === undefined) {
      const type = schema.getType(typeName);
      // A name that a subgraph made up is not remembered: it could make up many.
      if (!isObjectType(type) && !isInterfaceType(type)) return false;
      const abstract = schema.getType(condition);
      answer = isAbstractType(abstract) && schema.isSubType(abstract, type);
      answers.set(typeName, answer);
    }
    return answer;
  };
}
