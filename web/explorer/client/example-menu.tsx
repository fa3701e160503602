import { useEffect, useId, useRef, useState, type FocusEvent, type KeyboardEvent } from 'react';
import type { Example } from '../vocabulary.ts';
import type { Language } from './choice.ts';
import type { Dictionary } from './words.ts';

interface Props {
  readonly words: Dictionary;
  readonly language: Language;
  readonly examples: readonly Example[];
  /** The department of the principal, or `public`. */
  readonly audience: string;
  readonly onExample: (example: Example) => void;
}

/** A disclosure (WAI-ARIA Authoring Practices, "Disclosure"): a button that shows a list of buttons; Escape closes it. */
export function ExampleMenu({ words, language, examples, audience, onExample }: Props) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (open) list.current?.querySelector('button')?.focus();
  }, [open]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && open) {
      setOpen(false);
      button.current?.focus();
    }
  };
  const onBlur = ({ currentTarget, relatedTarget }: FocusEvent) => {
    if (!currentTarget.contains(relatedTarget)) setOpen(false);
  };
  const groups = [
    ...(audience === 'public' ? [] : [{ audience, title: words.examplesFor }]),
    { audience: 'public', title: words.examplesForAll },
  ];

  return (
    <div className="cpz-menu" onKeyDown={onKeyDown} onBlur={onBlur}>
      <button
        ref={button}
        type="button"
        className="cpz-button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {words.examples}
        <span aria-hidden="true" className="cpz-caret" />
      </button>
      <div ref={list} id={id} className="cpz-menu-list" hidden={!open}>
        {groups.map((group) => (
          <section key={group.audience} aria-label={group.title}>
            <h2>{group.title}</h2>
            <ul>
              {examples
                .filter((example) => example.audience === group.audience)
                .map((example) => (
                  <li key={example.id}>
                    <button
                      type="button"
                      onClick={() => {
                        setOpen(false);
                        onExample(example);
                      }}
                    >
                      {example.title[language]}
                      {example.purpose !== undefined && <code>{example.purpose}</code>}
                    </button>
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </div>
    </div>
  );
}
