package programme

import "time"

// The calendar of working days, as far as it is known. Each row names its
// source by the code that it has in docs/working-days.md, which also says how
// to add a year. Nothing here is computed from the moon or guessed.

// The days that the calendar knows, both ends included. After calendarSettled
// the days are as they were announced: an order may have moved one since.
const (
	calendarFrom    Date = "2017-01-01"
	calendarSettled Date = "2026-03-18"
	calendarUntil   Date = "2026-12-31"
)

// holiday is a day that is kept every year.
type holiday struct {
	month       time.Month
	day         int
	kind        DayKind
	first, last int // years, both included; 0: since before the calendar, or still
	source      string
}

// holidays are those of the Law on Holidays and of the Labour Code, in the order
// of the year.
var holidays = []holiday{
	{time.January, 1, StateHoliday, 0, 0, "W7"},
	{time.January, 2, StateHoliday, 0, 0, "W7"},
	{time.January, 7, ReligiousDayOff, 0, 0, "W2"},
	{time.March, 8, StateHoliday, 0, 0, "W7"},
	{time.March, 15, StateHoliday, 2027, 0, "W22"},
	{time.March, 21, StateHoliday, 0, 0, "W7"},
	{time.March, 22, StateHoliday, 0, 0, "W7"},
	{time.March, 23, StateHoliday, 0, 0, "W7"},
	{time.May, 1, StateHoliday, 0, 0, "W7"},
	{time.May, 7, StateHoliday, 0, 0, "W7"},
	{time.May, 9, StateHoliday, 0, 0, "W7"},
	{time.July, 6, StateHoliday, 0, 0, "W7"},
	{time.August, 30, StateHoliday, 0, 2025, "W22"},
	{time.October, 25, NationalHoliday, 2022, 0, "W14"},
	{time.December, 1, StateHoliday, 0, 2021, "W14"},
	{time.December, 16, NationalHoliday, 0, 2021, "W7"},
	{time.December, 16, StateHoliday, 2022, 0, "W14"},
	{time.December, 17, NationalHoliday, 0, 2021, "W15"},
}

// kurbanAit are the first days of Kurban Ait: the moon decides, and the date of
// a year may change by a day until shortly before.
var kurbanAit = map[Date]string{
	"2017-09-01": "W5",
	"2018-08-21": "W7",
	"2019-08-11": "W3",
	"2020-07-31": "W10",
	"2021-07-20": "W11",
	"2022-07-09": "W16",
	"2023-06-28": "W17",
	"2024-06-16": "W19",
	"2025-06-06": "W20",
	"2026-05-27": "W21",
}

// movedDay is a day off that a decree of the Government, or since 2024 an order
// of the ministry of labour, moved: off is free and worked is not.
type movedDay struct {
	off, worked Date
	source      string
}

var movedDays = []movedDay{
	{"2017-03-20", "2017-03-18", "W4"},
	{"2017-07-07", "2017-07-01", "W4"},
	{"2018-03-09", "2018-03-03", "W6"},
	{"2018-04-30", "2018-04-28", "W6"},
	{"2018-05-08", "2018-05-05", "W6"},
	{"2018-08-31", "2018-08-25", "W6"},
	{"2018-12-31", "2018-12-29", "W6"},
	{"2019-05-10", "2019-05-04", "W8"},
	{"2020-01-03", "2020-01-05", "W9"},
	{"2020-05-08", "2020-05-11", "W9"},
	{"2020-12-18", "2020-12-20", "W9"},
	{"2021-07-05", "2021-07-03", "W11"},
	{"2022-03-07", "2022-03-05", "W12"},
	{"2022-08-29", "2022-08-27", "W12"},
	{"2022-10-24", "2022-10-22", "W13"},
	{"2023-07-07", "2023-07-01", "W17"},
	{"2024-05-08", "2024-05-04", "W18"},
	{"2025-01-03", "2025-01-05", "W23"},
}
