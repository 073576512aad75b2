// Package demo invents a season of the programme, so that everything can be
// tried at any size before there is a real one. All that it writes is marked as
// invented, states nothing about anybody, and goes again with Remove.
package demo

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"

	"entgo.io/ent/dialect"

	"zhas/ent"
	"zhas/ent/dataaccessperson"
	"zhas/ent/exceptionalaccess"
	"zhas/ent/hostorganization"
	"zhas/ent/locality"
	"zhas/ent/member"
	entperson "zhas/ent/person"
	"zhas/ent/region"
	"zhas/ent/season"
	"zhas/ent/seasonregion"
	"zhas/ent/socialproject"
	"zhas/ent/youth"
	"zhas/ent/youthcategory"
	"zhas/ent/youthtraits"
	"zhas/internal/journal"
	"zhas/internal/personal"
	"zhas/internal/programme"
)

// What a demonstration is when nothing else is asked for.
const (
	DefaultYouth = 3500
	DefaultYear  = 2025
)

// The size of a team, by the rules of the seasons on record.
const (
	minTeam = 3
	maxTeam = 5
)

// Options say what to invent. Equal options give equal rows, on either database.
type Options struct {
	// Youth is how many young people register; DefaultYouth when 0.
	Youth int
	// Projects is how many projects there are, at most one for three young
	// people; a fifth of Youth when 0.
	Projects int
	// Seed makes one demonstration differ from another.
	Seed uint64
	// Year names the season, and all that happens in it lies in that year;
	// DefaultYear when 0. Projects of a year to come are not public yet.
	Year int
}

// ErrLoaded is the error of a database that holds a demonstration already.
var ErrLoaded = errors.New("a demonstration is loaded already: remove it with `zhas demo --remove`")

// complete fills what is left to choose, and refuses what cannot be.
func (o Options) complete() (Options, error) {
	if o.Youth == 0 {
		o.Youth = DefaultYouth
	}
	if o.Projects == 0 {
		o.Projects = o.Youth / maxTeam
	}
	if o.Year == 0 {
		o.Year = DefaultYear
	}
	switch {
	case o.Youth < 0 || o.Projects < 0:
		return o, errors.New("the numbers of youth and of projects cannot be negative")
	case o.Projects > o.Youth/minTeam:
		return o, fmt.Errorf("%d projects need at least %d youth, %d in each team: there are %d", o.Projects, minTeam*o.Projects, minTeam, o.Youth)
	case o.Year < 1991 || o.Year > 2100:
		return o, fmt.Errorf("the year of the season is %d: it has to lie between 1991 and 2100", o.Year)
	}
	return o, nil
}

// Report says how many rows were written or removed.
type Report struct {
	Seasons           int
	SeasonRegions     int
	Localities        int
	HostOrganizations int
	Youth             int
	SocialProjects    int
	Members           int
}

// String names the counts that are not zero.
func (r Report) String() string {
	var parts []string
	for _, count := range []struct {
		n         int
		one, many string
	}{
		{r.Seasons, "season", "seasons"},
		{r.SeasonRegions, "season region", "season regions"},
		{r.Localities, "locality", "localities"},
		{r.HostOrganizations, "host organisation", "host organisations"},
		{r.Youth, "youth", "youth"},
		{r.SocialProjects, "social project", "social projects"},
		{r.Members, "member", "members"},
	} {
		switch {
		case count.n == 1:
			parts = append(parts, "1 "+count.one)
		case count.n > 1:
			parts = append(parts, fmt.Sprintf("%d %s", count.n, count.many))
		}
	}
	if len(parts) == 0 {
		return "nothing invented"
	}
	return strings.Join(parts, ", ")
}

// Generate invents a season in the regions that existed in its year, all or
// nothing, in memory that does not grow with its size. The published facts have
// to be loaded. It refuses a year that has a real season, and a database that
// holds a demonstration (ErrLoaded). The context's viewer must be allowed to
// write: the system.
func Generate(ctx context.Context, client *ent.Client, records *personal.Records, options Options) (Report, error) {
	report, err := inTx(ctx, client, func(ctx context.Context, tx *ent.Tx) (Report, error) {
		return generate(ctx, tx, records, options)
	})
	if err != nil {
		return Report{}, fmt.Errorf("inventing a season: %w", err)
	}
	return report, nil
}

// Remove deletes everything that is invented and nothing else, all or nothing,
// and reports how much it was. The context's viewer must be allowed to write:
// the system.
func Remove(ctx context.Context, client *ent.Client, records *personal.Records) (Report, error) {
	var destroy func(context.Context) error
	// Who had access to whom is changed, which rows in bulk never are.
	err := journal.Write(ctx, client, func(ctx context.Context, tx *ent.Tx) error {
		return tx.ExceptionalAccess.Update().Where(exceptionalaccess.HasYouthWith(youth.Invented(true))).ClearYouth().Exec(ctx)
	})
	if err != nil {
		return Report{}, fmt.Errorf("removing the demonstration: %w", err)
	}
	report, err := inTx(ctx, client, func(ctx context.Context, tx *ent.Tx) (report Report, err error) {
		report, destroy, err = remove(ctx, tx, records)
		return report, err
	})
	if err == nil {
		err = destroy(ctx)
	}
	if err != nil {
		return Report{}, fmt.Errorf("removing the demonstration: %w", err)
	}
	return report, nil
}

// inTx runs do in one transaction, whose rows the journal knows by the statement.
func inTx(ctx context.Context, client *ent.Client, do func(context.Context, *ent.Tx) (Report, error)) (report Report, err error) {
	err = journal.Write(journal.Bulk(ctx, "demonstration"), client, func(ctx context.Context, tx *ent.Tx) (err error) {
		report, err = withRoom(ctx, tx, do)
		return err
	})
	if err != nil {
		return Report{}, err
	}
	return report, nil
}

// withRoom gives a transaction of SQLite 64 MiB for its pages instead of the
// usual 2: those that do not fit are written out and read again all the time.
func withRoom(ctx context.Context, tx *ent.Tx, do func(context.Context, *ent.Tx) (Report, error)) (Report, error) {
	if tx.Dialect() != dialect.SQLite {
		return do(ctx, tx)
	}
	if _, err := tx.ExecContext(ctx, "PRAGMA cache_size = -65536"); err != nil {
		return Report{}, err
	}
	report, err := do(ctx, tx)
	// The connection goes back to the others, also when ctx has ended.
	if _, failed := tx.ExecContext(context.WithoutCancel(ctx), "PRAGMA cache_size = -2000"); err == nil {
		err = failed
	}
	return report, err
}

// remove deletes by one statement a table, rows before those they refer to. Who
// looked at whom stays on record, and leads to nobody any more.
func remove(ctx context.Context, tx *ent.Tx, records *personal.Records) (report Report, destroy func(context.Context) error, err error) {
	var people, traits, categories, looks int
	for _, table := range []struct {
		count  *int
		delete func(context.Context) (int, error)
	}{
		{&report.Members, tx.Member.Delete().Where(member.Or(
			member.HasProjectWith(socialproject.Invented(true)), member.HasYouthWith(youth.Invented(true)))).Exec},
		{&report.SocialProjects, tx.SocialProject.Delete().Where(socialproject.Invented(true)).Exec},
		{&categories, tx.YouthCategory.Delete().Where(youthcategory.HasYouthWith(youth.Invented(true))).Exec},
		{&traits, tx.YouthTraits.Delete().Where(youthtraits.HasYouthWith(youth.Invented(true))).Exec},
		{&looks, tx.DataAccessPerson.Delete().Where(dataaccessperson.HasPersonWith(entperson.Invented(true))).Exec},
		{&report.Youth, tx.Youth.Delete().Where(youth.Invented(true)).Exec},
		{&people, func(ctx context.Context) (n int, err error) {
			n, destroy, err = records.Forget(ctx, tx)
			return n, err
		}},
		{&report.HostOrganizations, tx.HostOrganization.Delete().Where(hostorganization.Invented(true)).Exec},
		{&report.Localities, tx.Locality.Delete().Where(locality.Invented(true)).Exec},
		{&report.SeasonRegions, tx.SeasonRegion.Delete().Where(seasonregion.HasSeasonWith(season.Invented(true))).Exec},
		{&report.Seasons, tx.Season.Delete().Where(season.Invented(true)).Exec},
	} {
		if *table.count, err = table.delete(ctx); err != nil {
			return Report{}, nil, err
		}
	}
	return report, destroy, nil
}

// begin creates the season with its regions and what is invented in each.
func begin(ctx context.Context, tx *ent.Tx, o Options) (seasonID int, areas []area, report Report, err error) {
	loaded, err := tx.Season.Query().Where(season.Invented(true)).Exist(ctx)
	if err != nil {
		return 0, nil, Report{}, err
	}
	taken, err := tx.Season.Query().Where(season.Year(o.Year)).Exist(ctx)
	switch {
	case err != nil:
		return 0, nil, Report{}, err
	case loaded:
		return 0, nil, Report{}, ErrLoaded
	case taken:
		return 0, nil, Report{}, fmt.Errorf("there is a real season of %d, which a demonstration must not touch: choose another --year", o.Year)
	}
	day := programme.Date(fmt.Sprintf("%04d-07-01", o.Year))
	regions, err := tx.Region.Query().Order(region.ByKato()).Where(
		region.Or(region.ValidFromIsNil(), region.ValidFromLTE(day)),
		region.Or(region.ValidToIsNil(), region.ValidToGT(day))).All(ctx)
	if err != nil {
		return 0, nil, Report{}, err
	}
	if len(regions) == 0 {
		return 0, nil, Report{}, errors.New("the database has no regions: load the published facts first (`zhas facts load`)")
	}
	created, err := tx.Season.Create().SetInvented(true).SetYear(o.Year).
		SetNameKk(fmt.Sprintf("%d жылғы көрсетілім маусымы (ойдан шығарылған)", o.Year)).
		SetNameRu(fmt.Sprintf("Демонстрационный сезон %d года (вымышленный)", o.Year)).
		SetNameEn(fmt.Sprintf("Demonstration season %d (invented)", o.Year)).
		SetNoteKk("Бұл маусым жүйені көрсету үшін ойдан шығарылған: мұндағы адамдар, ұйымдар, елді мекендер мен жобалардың бірде-бірі шын емес.").
		SetNoteRu("Этот сезон вымышлен, чтобы показать систему: люди, организации, места и проекты в нём придуманы.").
		SetNoteEn("This season is invented to show the system: no person, organisation, place or project in it is real.").
		SetStartsOn(programme.Date(fmt.Sprintf("%04d-01-15", o.Year))).
		SetEndsOn(programme.Date(fmt.Sprintf("%04d-11-30", o.Year))).
		SetState(programme.SeasonRunning).Save(ctx)
	if err != nil {
		return 0, nil, Report{}, err
	}
	report.Seasons = 1
	parts, err := tx.SeasonRegion.MapCreateBulk(regions, func(c *ent.SeasonRegionCreate, i int) {
		c.SetSeasonID(created.ID).SetRegionID(regions[i].ID)
	}).Save(ctx)
	if err != nil {
		return 0, nil, Report{}, err
	}
	report.SeasonRegions = len(parts)
	draw, total := stream(o.Seed, "places"), 0
	for _, region := range regions {
		a := invent(draw, region)
		total += a.size
		areas = append(areas, a)
	}
	hosts, at := stream(o.Seed, "hosts"), calendar(o.Year)
	for i := range areas {
		a := &areas[i]
		localities, err := tx.Locality.MapCreateBulk(a.places, func(c *ent.LocalityCreate, i int) {
			p := a.places[i]
			c.SetInvented(true).SetRegionID(a.id).SetKato(p.kato).SetKind(p.kind).SetNameKk(p.kk).SetNameRu(p.ru).SetNameEn(p.en)
		}).Save(ctx)
		if err != nil {
			return 0, nil, Report{}, err
		}
		for i, l := range localities {
			a.places[i].id = l.ID
		}
		report.Localities += len(localities)
		names := hostNames(hosts, *a, hostsOf(o.Projects*a.size/total))
		organizations, err := tx.HostOrganization.MapCreateBulk(names, func(c *ent.HostOrganizationCreate, i int) {
			c.SetInvented(true).SetRegionID(a.id).SetName(names[i]).SetLocalityID(pick(hosts, a.places).id).
				SetRegisteredAt(at.hostRegisters(hosts))
		}).Save(ctx)
		if err != nil {
			return 0, nil, Report{}, err
		}
		for _, h := range organizations {
			a.hosts = append(a.hosts, h.ID)
		}
		report.HostOrganizations += len(organizations)
	}
	return created.ID, areas, report, nil
}

// hostsOf is how many host organisations serve so many projects of a region.
func hostsOf(projects int) int { return min(max(projects/12, 2), 40) }

// hostNames draws names of host organisations, none twice in the region.
func hostNames(r *rand.Rand, a area, n int) []string {
	var all []string
	for _, l := range []struct {
		language
		share int
	}{{kazakh, 100 - a.russian}, {russian, a.russian}} {
		order := r.Perm(len(l.hosts) * len(l.owners))
		for _, i := range order[:(n*l.share+50)/100] {
			all = append(all, expand(l.hosts[i%len(l.hosts)], "{brand}", l.owners[i/len(l.hosts)]))
		}
	}
	return all
}
