import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';

/** The text of an operation of the graph, typed by its result and its variables. */
export type Operation<Result, Variables> = DocumentTypeDecoration<Result, Variables> & {
  toString(): string;
};
