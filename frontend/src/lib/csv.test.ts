import { expect, test } from 'vitest';
import { csvText } from './csv';

const line = (...row: (string | number | null)[]) =>
  csvText([], [row]).slice('\ufeff\r\n'.length, -'\r\n'.length);

test('a header and rows, with a byte order mark and CRLF', () => {
  expect(csvText(['Өңір', 'Жоба'], [['Ақтөбе облысы', 165]])).toBe(
    '\ufeffӨңір,Жоба\r\nАқтөбе облысы,165\r\n',
  );
});

test('a table without rows is its header', () => {
  expect(csvText(['a', 'b'], [])).toBe('\ufeffa,b\r\n');
});

test.each([
  ['plain', 'plain'],
  ['a,b', '"a,b"'],
  ['say "no"', '"say ""no"""'],
  ['two\nlines', '"two\nlines"'],
  ['two\r\nlines', '"two\r\nlines"'],
  [null, ''],
  ['', ''],
  [0, '0'],
  [-3.5, '-3.5'],
])('%j is written as %j', (value, written) => {
  expect(line(value, 'x')).toBe(`${written},x`);
});

test.each([
  ['=1+1', "'=1+1"],
  ['+7 701', "'+7 701"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['  =1', "'  =1"],
  ['\r=1', `"'\r=1"`],
  ['=HYPERLINK("x","y")', `"'=HYPERLINK(""x"",""y"")"`],
  ['2 − 1 = 1', '2 − 1 = 1'],
])('%j cannot run as a formula', (value, written) => {
  expect(line(value)).toBe(written);
});
