import type { Notice } from '$lib/graph/account';

/** The pages that notifications are about, without their language. */
export const pagesOfNotices: Partial<Record<Notice, string>> = {
  DATA_RUNS_OUT: '/my-data',
  EXCEPTIONAL_ACCESS_BEGUN: '/exceptional-access',
  GUARDIAN_AGREED: '/my-data',
  GUARDIAN_DECLINED: '/my-data',
  GUARDIAN_WITHDREW: '/my-data',
};
