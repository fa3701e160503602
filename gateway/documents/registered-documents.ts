import { LRUCache } from 'lru-cache';
import type { Principal } from '../../policies/index.ts';

/** Documents that departments' principals have registered, each for itself. */
export interface RegisteredDocuments {
  readonly find: (of: Principal, sha256: string) => string | undefined;
  readonly keep: (of: Principal, sha256: string, text: string) => void;
}

/** Principals of one department whose documents are kept; those quiet longest lose theirs. */
const mostSubjects = 200;
/** Documents, and characters of them, kept for one principal. */
const mostDocuments = 200;
const mostCharacters = 256 * 1024;

type OfSubject = LRUCache<string, string>;

/**
 * Makes an empty store. Nothing in it is shared: a principal finds what it registered itself and learns of no other's,
 * fills its own part only, and a department with many principals pushes out its own. The public registers nothing.
 */
export function createRegisteredDocuments(): RegisteredDocuments {
  const departments = new Map<string, LRUCache<string, OfSubject>>();
  return {
    find: (of, sha256) =>
      of.kind === 'public'
        ? undefined
        : departments.get(of.department)?.get(of.subject)?.get(sha256),
    keep: (of, sha256, text) => {
      if (of.kind === 'public') return;
      let subjects = departments.get(of.department);
      if (subjects === undefined) {
        subjects = new LRUCache<string, OfSubject>({ max: mostSubjects });
        departments.set(of.department, subjects);
      }
      let documents = subjects.get(of.subject);
      if (documents === undefined) {
        documents = new LRUCache<string, string>({
          max: mostDocuments,
          maxSize: mostCharacters,
          sizeCalculation: (kept) => Math.max(1, kept.length),
        });
        subjects.set(of.subject, documents);
      }
      documents.set(sha256, text);
    },
  };
}
