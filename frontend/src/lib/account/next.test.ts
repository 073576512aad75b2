import { expect, test } from 'vitest';
import { nextPage } from './next';

test.each([
  ['/kk/people?role=MENTOR', '/kk/people?role=MENTOR'],
  ['', '/kk/profile'],
  ['//elsewhere.example/kk', '/kk/profile'],
  ['https://elsewhere.example/kk', '/kk/profile'],
  ['/\\elsewhere.example', '/kk/profile'],
  ['/kk/\\elsewhere.example', '/kk/profile'],
  ['/graphiql', '/kk/profile'],
])('%s', (next, expected) => {
  const url = new URL(`https://zhas.example/kk/sign-in?${new URLSearchParams({ next })}`);
  expect(nextPage(url, '/kk/profile')).toBe(expected);
});
