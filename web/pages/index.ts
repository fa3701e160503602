import { enterpriseFiles } from '../downloads/enterprise-files.ts';
import { negativeListFiles } from '../downloads/negative-list-files.ts';
import { searchFiles } from '../downloads/search-files.ts';
import type { Page } from '../page.ts';
import { apiPage } from './api.tsx';
import { dataPage } from './data.tsx';
import { enterprisePage } from './enterprise.tsx';
import { negativeListPage } from './negative-list.tsx';
import { receiptPage } from './receipt.tsx';
import { objectionPage, repairPage } from './request-form.tsx';
import { searchPage } from './search.tsx';
import { statementPage } from './statement.tsx';
import { verifyPage } from './verify.tsx';

/** Every page; each stands below the name of its language. */
export const pages: readonly Page[] = [
  searchPage,
  enterprisePage,
  negativeListPage,
  objectionPage,
  repairPage,
  receiptPage,
  statementPage,
  verifyPage,
  dataPage,
  apiPage,
];

/** What is for programs, in no language. */
export const files: readonly Page[] = [...enterpriseFiles, ...searchFiles, ...negativeListFiles];
