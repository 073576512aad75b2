package demo

import (
	"hash/fnv"
	"math/rand/v2"
	"strconv"
	"time"

	"zhas/internal/programme"
)

// stream is the source of chance of one section. Each section has its own, so
// that a change of one leaves the others as they were.
func stream(seed uint64, section string) *rand.Rand {
	h := fnv.New64a()
	_, _ = h.Write([]byte(section))               // never fails
	return rand.New(rand.NewPCG(seed, h.Sum64())) //nolint:gosec // this chance has to repeat itself
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// share is a value with how often of all it is drawn.
type share[T any] struct {
	value T
	of    int
}

// weighted draws one of the values by their shares.
func weighted[T any](r *rand.Rand, shares []share[T]) T {
	total := 0
	for _, s := range shares {
		total += s.of
	}
	at := r.IntN(total)
	for _, s := range shares {
		if at -= s.of; at < 0 {
			return s.value
		}
	}
	return shares[len(shares)-1].value
}

// stages are a season in its middle: some teams still write, others are done.
// They make up a hundred.
var stages = []share[programme.Stage]{
	{programme.StageDraft, 6},
	{programme.StageSubmitted, 10},
	{programme.StageChecked, 8},
	{programme.StageEvaluated, 8},
	{programme.StageSelected, 6},
	{programme.StageRunning, 22},
	{programme.StageCompleted, 12},
	{programme.StageRejected, 20},
	{programme.StageWithdrawn, 5},
	{programme.StageEnded, 3},
}

// A fate is how far a project came, and whether a host organisation supports it.
type fate struct {
	stage  programme.Stage
	hosted bool
}

// fates deals the projects of a season out in exact shares: of every 500
// projects, which one statement writes, the stages have their shares, and four
// of five in each have a host. So statements have the same nulls.
type fates struct {
	draw *rand.Rand
	deck []fate
	next int
}

func newFates(seed uint64) *fates {
	f := &fates{draw: stream(seed, "fates")}
	for _, stage := range stages {
		for i := range stage.of * projectRows / 100 {
			f.deck = append(f.deck, fate{stage.value, i%5 != 0})
		}
	}
	return f
}

func (f *fates) deal() fate {
	if f.next%len(f.deck) == 0 {
		f.draw.Shuffle(len(f.deck), func(i, j int) { f.deck[i], f.deck[j] = f.deck[j], f.deck[i] })
		f.next = 0
	}
	f.next++
	return f.deck[f.next-1]
}

// isPublic reports whether projects of a stage are published: those selected.
func isPublic(stage programme.Stage) bool {
	switch stage {
	case programme.StageSelected, programme.StageRunning, programme.StageCompleted, programme.StageEnded:
		return true
	}
	return false
}

var (
	schoolings = []share[programme.Schooling]{
		{programme.SchoolingBasic, 18}, {programme.SchoolingSecondary, 34}, {programme.SchoolingVocational, 33}, {programme.SchoolingHigher, 15},
	}
	occupations = []share[programme.Occupation]{
		{programme.OccupationStudying, 47}, {programme.OccupationNEET, 31}, {programme.OccupationEmployed, 14}, {programme.OccupationSelfEmployed, 8},
	}
)

var directions = []share[programme.Direction]{
	{programme.DirectionEducation, 22},
	{programme.DirectionHealth, 15},
	{programme.DirectionCulture, 15},
	{programme.DirectionPatriotism, 7},
	{programme.DirectionFamily, 8},
	{programme.DirectionVolunteers, 10},
	{programme.DirectionEcology, 12},
	{programme.DirectionScience, 7},
	{programme.DirectionOther, 4},
}

// calendar deals the instants of a season, all of them in its year in every
// zone of the country.
type calendar int

// at is an instant of the day that lies so many days after the first of a month:
// by day, as people are awake.
func (c calendar) at(month time.Month, days float64) time.Time {
	whole := int(days)
	second := 3*3600 + int((days-float64(whole))*14*3600) // 3 to 17 o'clock in UTC
	return time.Date(int(c), month, 1+whole, 0, 0, second, 0, time.UTC)
}

// hostRegisters is an instant between 20 January and 10 February.
func (c calendar) hostRegisters(r *rand.Rand) time.Time { return c.at(time.January, 19+r.Float64()*21) }

// youthRegisters is when number i of n registers: one after another from 15
// February for 45 days.
func (c calendar) youthRegisters(i, n int) time.Time {
	return c.at(time.February, 14+45*float64(i)/float64(n))
}

// youthIsBorn is the birth date of somebody who is 14 to 28 years old when the
// season's year begins.
func (c calendar) youthIsBorn(r *rand.Rand) programme.Date {
	born := time.Date(int(c)-15-r.IntN(15), time.January, 1+r.IntN(365), 0, 0, 0, 0, time.UTC)
	return programme.Date(born.Format(time.DateOnly))
}

// published is an instant in the first ten days of June, after the draw.
func (c calendar) published(r *rand.Rand) time.Time { return c.at(time.June, r.Float64()*10) }

// after is an instant within so many days after another.
func after(r *rand.Rand, t time.Time, days int) time.Time {
	return t.Add(time.Duration(1+r.IntN(days*24*3600)) * time.Second)
}

// writeProject makes up the title and the summary of a project of a team.
func writeProject(r *rand.Rand, l language, direction programme.Direction, place []string) (title, summary string) {
	theme := pick(r, l.themes[direction])
	title = expand(pick(r, l.titles), append(place,
		"{brand}", pick(r, l.brands), "{theme}", theme.title, "{Theme}", capital(theme.title))...)
	people := strconv.Itoa(20 + 5*r.IntN(17))
	return title, expand(pick(r, l.needs), place...) + " " + theme.action + " " +
		expand(pick(r, l.reaches), "{n}", people) + " " + pick(r, l.ends)
}
