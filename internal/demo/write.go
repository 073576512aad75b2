package demo

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"zhas/ent"
	"zhas/internal/personal"
	"zhas/internal/programme"
)

// How many rows one statement creates. Equal statements are prepared once, and
// a prepared one takes PostgreSQL megabytes, so all but the last of a table are
// equal: of one length, and with their nulls in the same places. SQLite takes
// 32,766 parameters in one.
const (
	youthRows   = 1000
	projectRows = 500
	memberRows  = 2000
)

// person is a young person to be written; id is known once that is done.
type person struct {
	family, given    string
	kazakh           bool // writes the name in Kazakh, otherwise in Russian
	sex              programme.Sex
	born             programme.Date
	education        programme.Schooling
	occupation       programme.Occupation
	number           int // how many were drawn before
	region, locality int
	registered       time.Time
	id               int
}

type project struct {
	title, summary   string
	language         programme.TextLanguage
	direction        programme.Direction
	stage            programme.Stage
	region, locality int
	host             *int
	created          time.Time
	published        *time.Time
	id               int
}

// nulls tells apart the projects that have nulls in different columns.
func (p *project) nulls() (n int) {
	if p.host == nil {
		n++
	}
	if p.published == nil {
		n += 2
	}
	return n
}

type membership struct {
	project *project
	youth   *person
	role    programme.MemberRole
	joined  time.Time
}

// writer collects rows and writes them in statements of equal length, so that
// no more than a few thousand rows are in memory.
type writer struct {
	tx       *ent.Tx
	records  *personal.Records
	season   int
	youths   []*person
	projects []*project
	members  []membership
	report   *Report
}

// flush writes full statements, or all that is left when it is the end.
func (w *writer) flush(ctx context.Context, end bool) error {
	for len(w.youths) >= youthRows || end && len(w.youths) > 0 {
		var batch []*person
		batch, w.youths = cut(w.youths, youthRows)
		people, err := w.people(ctx, batch)
		if err != nil {
			return err
		}
		created, err := w.tx.Youth.MapCreateBulk(batch, func(c *ent.YouthCreate, i int) {
			p := batch[i]
			c.SetInvented(true).SetPerson(people[i]).SetFamilyName(p.family).SetGivenName(p.given).
				SetRegionID(p.region).SetLocalityID(p.locality).SetRegisteredAt(p.registered)
		}).Save(ctx)
		if err != nil {
			return err
		}
		copies := make([]personal.YouthCopies, len(created))
		for i, row := range created {
			p := batch[i]
			p.id = row.ID
			year := p.born.Year()
			copies[i] = personal.YouthCopies{Youth: row.ID, Copies: personal.Copies{
				BirthYear: &year, Sex: &p.sex, Education: &p.education, Occupation: &p.occupation,
			}}
		}
		if err := personal.WriteTraits(ctx, w.tx, copies...); err != nil {
			return err
		}
		w.report.Youth += len(created)
	}
	for len(w.projects) >= projectRows || end && len(w.projects) > 0 {
		var batch []*project
		batch, w.projects = cut(w.projects, projectRows)
		slices.SortStableFunc(batch, func(a, b *project) int { return cmp.Compare(a.nulls(), b.nulls()) })
		created, err := w.tx.SocialProject.MapCreateBulk(batch, func(c *ent.SocialProjectCreate, i int) {
			p := batch[i]
			c.SetInvented(true).SetTitle(p.title).SetSummary(p.summary).SetLanguage(p.language).SetDirection(p.direction).
				SetStage(p.stage).SetSeasonID(w.season).SetRegionID(p.region).SetLocalityID(p.locality).
				SetNillableHostID(p.host).SetCreatedAt(p.created).SetNillablePublishedAt(p.published)
		}).Save(ctx)
		if err != nil {
			return err
		}
		for i, row := range created {
			batch[i].id = row.ID
		}
		w.report.SocialProjects += len(created)
	}
	// People and projects are written in their order: when the last of a
	// statement has its ids, all have.
	for len(w.members) > 0 {
		last := w.members[min(memberRows, len(w.members))-1]
		if !end && (len(w.members) < memberRows || last.youth.id == 0 || last.project.id == 0) {
			return nil
		}
		var batch []membership
		batch, w.members = cut(w.members, memberRows)
		err := w.tx.Member.MapCreateBulk(batch, func(c *ent.MemberCreate, i int) {
			m := batch[i]
			c.SetProjectID(m.project.id).SetYouthID(m.youth.id).SetRole(m.role).SetJoinedAt(m.joined)
		}).Exec(ctx)
		if err != nil {
			return err
		}
		w.report.Members += len(batch)
	}
	return nil
}

// people seals what is held of people.
func (w *writer) people(ctx context.Context, batch []*person) ([]*ent.Person, error) {
	values := make([]personal.Values, len(batch))
	for i, p := range batch {
		name := &programme.FullName{Family: p.family, Given: p.given}
		names := programme.Names{Russian: name}
		if p.kazakh {
			names = programme.Names{Kazakh: name}
		}
		text, err := personal.Encode(names)
		if err != nil {
			return nil, err
		}
		values[i] = personal.Values{
			programme.PersonalNames: text, programme.PersonalSex: string(p.sex), programme.PersonalBirthDate: string(p.born),
			programme.PersonalEducation: string(p.education), programme.PersonalOccupation: string(p.occupation),
			programme.PersonalIIN: programme.InventedIdentificationNumber(p.number),
			// No telephone in Kazakhstan has the area code 000.
			programme.PersonalPhone: fmt.Sprintf("+7000%07d", p.number%10_000_000),
		}
	}
	return w.records.Invent(ctx, w.tx, values...)
}

// cut takes up to n rows off a list.
func cut[T any](list []T, n int) (first, rest []T) {
	n = min(n, len(list))
	return list[:n:n], list[n:]
}
