import { useId } from 'react';
import type { Example } from '../vocabulary.ts';
import { stanceOf, type Language } from './choice.ts';
import type { Persona } from './directory.ts';
import { ExampleMenu } from './example-menu.tsx';
import type { Explained, Stance } from './exchange.ts';
import type { Dictionary } from './words.ts';

interface Props {
  readonly words: Dictionary;
  readonly language: Language;
  readonly onLanguage: (language: Language) => void;
  readonly personas: readonly Persona[];
  readonly stance: Stance;
  readonly onStance: (stance: Stance) => void;
  readonly explained: Explained;
  readonly onExplained: (explained: Explained) => void;
  readonly examples: readonly Example[];
  readonly onExample: (example: Example) => void;
}

/** As whom, why, with which example, in which language. */
export function Bar(props: Props) {
  const { words, language, onLanguage, personas, stance, onStance, examples, onExample } = props;
  const { explained, onExplained } = props;
  const ids = useId();
  const persona = personas.find(({ id }) => id === stance.principal);
  const purpose = persona?.purposes.find(({ code }) => code === stance.purpose);
  const audience = persona?.department ?? 'public';

  return (
    <header className="cpz cpz-bar">
      <h1>
        <span className="cpz-house">{words.house}</span> {words.title}
      </h1>
      <form
        className="cpz-controls"
        aria-label={words.controls}
        onSubmit={(event) => event.preventDefault()}
      >
        <p className="cpz-field">
          <label htmlFor={`${ids}-principal`}>{words.principal}</label>
          <select
            id={`${ids}-principal`}
            value={stance.principal ?? 'public'}
            onChange={({ target }) =>
              onStance(stanceOf(personas, target.value, stance.purpose, ''))
            }
          >
            <option value="public">{words.public}</option>
            {personas.map(({ id, title }) => (
              <option key={id} value={id}>
                {title[language]}
              </option>
            ))}
          </select>
        </p>
        <p className="cpz-field">
          <label htmlFor={`${ids}-purpose`}>{words.purpose}</label>
          <select
            id={`${ids}-purpose`}
            value={stance.purpose ?? ''}
            disabled={persona === undefined}
            aria-describedby={`${ids}-description`}
            onChange={({ target }) =>
              onStance(stanceOf(personas, stance.principal, target.value, stance.caseReference))
            }
          >
            {persona === undefined && <option value="">{words.noPurpose}</option>}
            {persona?.purposes.map(({ code }) => (
              <option key={code} value={code}>
                {code}
              </option>
            ))}
          </select>
        </p>
        <p className="cpz-field">
          <label htmlFor={`${ids}-case`}>{words.caseReference}</label>
          <input
            id={`${ids}-case`}
            size={14}
            maxLength={64}
            key={stance.caseReference}
            defaultValue={stance.caseReference}
            disabled={persona === undefined}
            onBlur={({ target }) => onStance({ ...stance, caseReference: target.value.trim() })}
          />
        </p>
        {(['plan', 'policies'] as const).map((what) => (
          <p key={what} className="cpz-field">
            <input
              id={`${ids}-${what}`}
              type="checkbox"
              checked={explained[what] && persona !== undefined}
              disabled={persona === undefined}
              onChange={({ target }) => onExplained({ ...explained, [what]: target.checked })}
            />
            <label htmlFor={`${ids}-${what}`}>{words.explain[what]}</label>
          </p>
        ))}
        <p id={`${ids}-description`} className="cpz-description">
          {purpose?.description[language]}
        </p>
      </form>
      <div className="cpz-actions">
        <ExampleMenu
          words={words}
          language={language}
          examples={examples}
          audience={audience}
          onExample={onExample}
        />
        <button
          type="button"
          className="cpz-button"
          lang={language === 'zh' ? 'en' : 'zh-CN'}
          onClick={() => onLanguage(language === 'zh' ? 'en' : 'zh')}
        >
          {words.otherLanguage}
        </button>
      </div>
    </header>
  );
}
