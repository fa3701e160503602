import { hrefOf, type Visit } from '../page.ts';

/** What else a visitor can do here. */
export function Services({ visit }: { readonly visit: Visit }) {
  const { words } = visit;
  const services = [
    ['/negative-list', words.negativeList],
    ['/objection', words.objection],
    ['/repair', words.repair],
    ['/receipt', words.receipt],
    ['/verify', words.verify],
    ['/data', words.data],
  ] as const;
  return (
    <section class="cpz-services" aria-labelledby="services">
      <h2 class="govuk-heading-m" id="services">
        {words.search.services}
      </h2>
      <ul>
        {services.map(([path, { title, lead }]) => (
          <li key={path}>
            <h3 class="govuk-heading-s">
              <a class="govuk-link" href={hrefOf(visit, path)}>
                {title}
              </a>
            </h3>
            <p class="govuk-body">{lead}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
