import { GraphiQL } from 'graphiql';
import { useEffect, useMemo, useState } from 'react';
import type { Example } from '../vocabulary.ts';
import { Bar } from './bar.tsx';
import { recall, remember, stanceOf } from './choice.ts';
import type { Directory, Persona } from './directory.ts';
import { createFetcher, type Exchange, type Explained } from './exchange.ts';
import { ExampleLoader, type Chosen } from './example-loader.tsx';
import { Panel } from './panel.tsx';
import { dictionaries } from './words.ts';

interface Props {
  readonly directory: Directory;
  readonly personas: readonly Persona[];
  readonly examples: readonly Example[];
}

/** The whole page: the bar, GraphiQL, and the policy panel. */
export function App({ directory, personas, examples }: Props) {
  const [first] = useState(() => recall(personas));
  const [language, setLanguage] = useState(first.language);
  const [stance, setStance] = useState(first.stance);
  const [exchange, setExchange] = useState<Exchange | null>(null);
  const [explained, setExplained] = useState<Explained>({ plan: false, policies: false });
  const { principal, purpose, caseReference } = stance;
  const words = dictionaries[language];

  useEffect(() => {
    remember({ principal, purpose }, language);
  }, [principal, purpose, language]);

  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    document.title = `${words.title} · ${words.house}`;
  }, [language, words]);

  const fetcher = useMemo(
    () => createFetcher(directory, { principal, purpose, caseReference }, explained, setExchange),
    [directory, principal, purpose, caseReference, explained],
  );
  const [chosen, setChosen] = useState<Chosen | null>(() => {
    const example = openingExample(examples, personas, first.stance.principal);
    return hasStoredTabs() || example === undefined ? null : { example, isAsked: false };
  });

  return (
    <div className="cpz-explorer">
      <Bar
        words={words}
        language={language}
        onLanguage={setLanguage}
        personas={personas}
        stance={stance}
        onStance={setStance}
        explained={explained}
        onExplained={setExplained}
        examples={examples}
        onExample={(example) => {
          setStance((now) =>
            stanceOf(
              personas,
              now.principal,
              example.purpose ?? now.purpose,
              example.caseReference ?? now.caseReference,
            ),
          );
          setChosen({ example, isAsked: true });
        }}
      />
      <main className="cpz-main" aria-label={words.editor}>
        <GraphiQL
          fetcher={fetcher}
          defaultQuery=""
          defaultEditorToolsVisibility="variables"
          isHeadersEditorEnabled={false}
          shouldPersistHeaders={false}
          schemaDescription
          inputValueDeprecation
        >
          <GraphiQL.Logo>{null}</GraphiQL.Logo>
          <ExampleLoader chosen={chosen} examples={examples} />
        </GraphiQL>
      </main>
      <Panel words={words} language={language} personas={personas} exchange={exchange} />
    </div>
  );
}

/** What a reader without any stored query begins with. */
function openingExample(
  examples: readonly Example[],
  personas: readonly Persona[],
  principal: string | null,
): Example | undefined {
  const audience = personas.find(({ id }) => id === principal)?.department ?? 'public';
  return examples.find((example) => example.audience === audience) ?? examples[0];
}

/** Whether GraphiQL kept tabs of an earlier visit: they are not written over. */
function hasStoredTabs(): boolean {
  try {
    return localStorage.getItem('graphiql:tabState') !== null;
  } catch {
    return false;
  }
}
