import type { Words } from '../words/index.ts';

interface PaginationProps {
  readonly words: Words;
  readonly page: number;
  readonly pages: number;
  readonly hrefOfPage: (page: number) => string;
}

/** Links to the pages of a list: the first, the last and those around the one that is shown. */
export function Pagination({ words, page, pages, hrefOfPage }: PaginationProps) {
  if (pages < 2) return null;
  const shown = [1, page - 1, page, page + 1, pages]
    .filter((each) => each >= 1 && each <= pages)
    .filter((each, index, all) => all.indexOf(each) === index)
    .sort((a, b) => a - b);
  return (
    <nav class="govuk-pagination" aria-label={words.pagination.label}>
      {page > 1 && (
        <div class="govuk-pagination__prev">
          <a class="govuk-link govuk-pagination__link" href={hrefOfPage(page - 1)} rel="prev">
            <span class="govuk-pagination__link-title">← {words.pagination.previous}</span>
          </a>
        </div>
      )}
      <ul class="govuk-pagination__list">
        {shown.flatMap((each, index) => {
          const gap = each - (shown[index - 1] ?? each) > 1;
          const link = (
            <li
              key={each}
              class={`govuk-pagination__item${each === page ? ' govuk-pagination__item--current' : ''}`}
            >
              <a
                class="govuk-link govuk-pagination__link"
                href={hrefOfPage(each)}
                aria-label={words.pagination.page(each)}
                {...(each === page ? { 'aria-current': 'page' as const } : {})}
              >
                {each}
              </a>
            </li>
          );
          return gap
            ? [
                <li
                  key={`before ${each}`}
                  class="govuk-pagination__item govuk-pagination__item--ellipsis"
                >
                  ⋯
                </li>,
                link,
              ]
            : [link];
        })}
      </ul>
      {page < pages && (
        <div class="govuk-pagination__next">
          <a class="govuk-link govuk-pagination__link" href={hrefOfPage(page + 1)} rel="next">
            <span class="govuk-pagination__link-title">{words.pagination.next} →</span>
          </a>
        </div>
      )}
    </nav>
  );
}
