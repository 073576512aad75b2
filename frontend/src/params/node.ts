/** What an identifier of the graph can look like: anything else names nothing. */
export const match = (text: string) => /^\d{1,18}$/.test(text);
