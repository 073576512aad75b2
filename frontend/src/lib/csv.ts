/**
 * A table as CSV by RFC 4180: lines end with CRLF, and a byte order mark tells
 * spreadsheets that it is UTF-8. A null is an empty cell. A text that a spreadsheet
 * would run as a formula gets an apostrophe in front; numbers stay as they are.
 */
export function csvText(header: string[], rows: (string | number | null)[][]): string {
  return '\ufeff' + [header, ...rows].map((row) => row.map(cell).join(',') + '\r\n').join('');
}

function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^\s*[=+\-@]|^[\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
