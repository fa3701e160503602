import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useEffect, useRef } from 'react';
import type { Example } from '../vocabulary.ts';

/** A choice in the menu; a new object for each, so that choosing the same twice loads it twice. */
export interface Chosen {
  readonly example: Example;
  /** Whether the reader chose it: only then does the editor take the focus. */
  readonly isAsked: boolean;
}

/** Puts a chosen example into the editors: in place of an example, else in a new tab, so that no work is lost. */
export function ExampleLoader({
  chosen,
  examples,
}: {
  chosen: Chosen | null;
  examples: readonly Example[];
}) {
  const { addTab } = useGraphiQLActions();
  const { queryEditor, variableEditor } = useGraphiQL(({ queryEditor, variableEditor }) => ({
    queryEditor,
    variableEditor,
  }));
  const done = useRef<Chosen | null>(null);

  useEffect(() => {
    if (chosen === null || chosen === done.current || !queryEditor || !variableEditor) return;
    done.current = chosen;
    const present = queryEditor.getValue().trim();
    const isReplaceable = present === '' || examples.some(({ query }) => query.trim() === present);
    if (!isReplaceable) addTab();
    queryEditor.setValue(chosen.example.query);
    variableEditor.setValue(JSON.stringify(chosen.example.variables, null, 2));
    queryEditor.setScrollTop(0);
    if (chosen.isAsked) queryEditor.focus();
  }, [chosen, examples, addTab, queryEditor, variableEditor]);

  return null;
}
