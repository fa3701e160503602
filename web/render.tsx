import { renderToString } from 'preact-render-to-string';
import { Layout } from './components/layout.tsx';
import type { Made } from './http/keep.ts';
import { notKept } from './keeping.ts';
import type { Outcome, Visit } from './page.ts';

/** An outcome as it is sent. */
export function render(visit: Visit, outcome: Outcome): Made {
  switch (outcome.kind) {
    case 'content':
      return {
        status: outcome.status,
        headers: {
          'content-type': 'text/html; charset=utf-8',
          'content-language': visit.language,
        },
        body: `<!doctype html>\n${renderToString(<Layout visit={visit} content={outcome} />)}`,
        keeping: outcome.keeping,
      };
    case 'elsewhere':
      return {
        status: 303,
        headers: { location: outcome.location, 'content-type': 'text/plain; charset=utf-8' },
        body: '',
        keeping: notKept,
      };
    case 'download':
      return {
        status: 200,
        headers: {
          'content-type': outcome.type,
          'content-disposition': `attachment; filename="${outcome.fileName}"`,
        },
        body: outcome.body,
        keeping: outcome.keeping,
      };
    case 'problem': {
      const { status, title, detail } = outcome;
      return {
        status,
        headers: { 'content-type': 'application/problem+json' },
        body: `${JSON.stringify({ status, title, detail })}\n`,
        keeping: notKept,
      };
    }
  }
}
