import { languages } from '../language.ts';
import { type Content, hrefOf, type Visit } from '../page.ts';

interface LayoutProps {
  readonly visit: Visit;
  readonly content: Content;
}

/** The frame of every page: head, header, main, footer. */
export function Layout({ visit, content }: LayoutProps) {
  const { language, words, site } = visit;
  const title = `${content.hasErrors === true ? words.errorPrefix : ''}${content.title}`;
  return (
    <html lang={language} class="govuk-template">
      <head>
        <meta charset="utf-8" />
        <title>{`${title} - ${words.site.name}`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="theme-color" content="#14375e" />
        <Addresses visit={visit} content={content} />
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href={site.styleHref} />
        {content.linkedData !== undefined && (
          <script
            type="application/ld+json"
            dangerouslySetInnerHTML={{ __html: jsonForHtml(content.linkedData) }}
          />
        )}
      </head>
      <body class="govuk-template__body">
        <a href="#main" class="govuk-skip-link">
          {words.site.skip}
        </a>
        <Header visit={visit} isThere={content.status !== 404} />
        <div class="govuk-width-container cpz-body">
          <main class="govuk-main-wrapper" id="main" tabIndex={-1}>
            {content.body}
          </main>
        </div>
        <Footer visit={visit} />
      </body>
    </html>
  );
}

function Addresses({ visit, content }: LayoutProps) {
  const { language, path, site } = visit;
  if (content.description === undefined) return <meta name="robots" content="noindex" />;
  const address = (each: string): string =>
    `${site.origin}/${each}${path}${content.canonicalQuery ?? ''}`;
  return (
    <>
      <meta name="description" content={content.description} />
      <link rel="canonical" href={address(language)} />
      {languages.map((each) => (
        <link key={each} rel="alternate" hreflang={each} href={address(each)} />
      ))}
      <link rel="alternate" hreflang="x-default" href={address(languages[0])} />
    </>
  );
}

interface HeaderProps {
  readonly visit: Visit;
  /** Whether the address names a page. */
  readonly isThere: boolean;
}

function Header({ visit, isThere }: HeaderProps) {
  const { language, words, path, query, site } = visit;
  const items = [
    ['/', words.nav.search],
    ['/negative-list', words.nav.negativeList],
    ['/receipt', words.nav.receipt],
    ['/verify', words.nav.verify],
    ['/data', words.nav.data],
    ['/api', words.nav.api],
  ] as const;
  return (
    <header class="cpz-header">
      <div class="govuk-width-container cpz-header__bar">
        <a class="cpz-header__name" href={hrefOf(visit, '/')}>
          <Mark />
          <span>
            <span class="cpz-header__zone">{words.site.zone}</span>
            <span class="cpz-header__service">{words.site.name}</span>
          </span>
        </a>
        <ul class="cpz-header__languages">
          {languages
            .filter((each) => each !== language)
            .map((each) => (
              <li key={each}>
                <a
                  href={hrefOf({ language: each }, path, query)}
                  hreflang={each}
                  lang={each}
                  rel="alternate"
                >
                  {words.site.otherLanguage}
                </a>
              </li>
            ))}
        </ul>
      </div>
      <nav class="cpz-nav" aria-label={words.site.navigation}>
        <ul class="govuk-width-container cpz-nav__list">
          {items.map(([target, text]) => (
            <li key={target}>
              <a
                href={hrefOf(visit, target)}
                {...(isThere && target === path ? { 'aria-current': 'page' as const } : {})}
              >
                {text}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {site.isSynthetic && (
        <p class="cpz-notice">
          <span class="govuk-width-container">{words.site.synthetic}</span>
        </p>
      )}
    </header>
  );
}

function Mark() {
  return (
    <svg class="cpz-mark" viewBox="0 0 40 40" width="40" height="40" aria-hidden="true">
      <rect width="40" height="40" rx="6" fill="#c0392b" />
      <path d="M10 11h20v4H10zm0 7h13v4H10zm0 7h20v4H10z" fill="#fff" />
    </svg>
  );
}

function Footer({ visit }: { readonly visit: Visit }) {
  const { words } = visit;
  return (
    <footer class="cpz-footer">
      <div class="govuk-width-container">
        <p>{words.site.licence}</p>
        <p>{words.site.privacy}</p>
      </div>
    </footer>
  );
}

/** JSON inside a script element: no `<` may end the element. */
function jsonForHtml(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
