import { createContext } from 'svelte';

/** What a form tells its fields of a refusal. */
interface Refusals {
  /** The reason why the programme refused what stands in a field, if it did. */
  of(field: string): string | undefined;
  /** Says that a field shows its own reasons. */
  shows(field: string): void;
}

export const [refusals, setRefusals] = createContext<Refusals>();
