export const match = (text: string) => /^\d{4}$/.test(text);
