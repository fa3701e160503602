import { enterpriseFiles } from '../downloads/enterprise-files.ts';
import { searchFiles } from '../downloads/search-files.ts';
import type { Page } from '../page.ts';
import { apiPage } from './api.tsx';
import { dataPage } from './data.tsx';
import { enterprisePage } from './enterprise.tsx';
import { searchPage } from './search.tsx';
import { statementPage } from './statement.tsx';
import { verifyPage } from './verify.tsx';

/** Every page; each stands below the name of its language. */
export const pages: readonly Page[] = [
  searchPage,
  enterprisePage,
  statementPage,
  verifyPage,
  dataPage,
  apiPage,
];

/** What is for programs, in no language. */
export const files: readonly Page[] = [...enterpriseFiles, ...searchFiles];
