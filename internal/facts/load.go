package facts

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"entgo.io/ent/dialect"

	"zhas/ent"
	"zhas/ent/region"
	"zhas/ent/season"
	"zhas/ent/source"
	"zhas/internal/journal"
	"zhas/internal/programme"
)

// Counts say what loading did to the rows of one entity.
type Counts struct {
	Created   int
	Updated   int
	Unchanged int
}

// Report says what loading did.
type Report struct {
	Sources       Counts
	Regions       Counts
	RegionPeriods Counts
	Localities    Counts
	Seasons       Counts
	SeasonRegions Counts
	RuleSets      Counts
	RuleCitations Counts
	Figures       Counts
}

// String names the entities that rows were loaded for, with their counts.
func (r Report) String() string {
	var parts []string
	for _, entity := range []struct {
		name   string
		counts Counts
	}{
		{"sources", r.Sources},
		{"regions", r.Regions},
		{"region periods", r.RegionPeriods},
		{"localities", r.Localities},
		{"seasons", r.Seasons},
		{"season regions", r.SeasonRegions},
		{"rule sets", r.RuleSets},
		{"rule citations", r.RuleCitations},
		{"figures", r.Figures},
	} {
		if c := entity.counts; c != (Counts{}) {
			parts = append(parts, fmt.Sprintf("%s: %d created, %d updated, %d unchanged",
				entity.name, c.Created, c.Updated, c.Unchanged))
		}
	}
	if len(parts) == 0 {
		return "no rows"
	}
	return strings.Join(parts, "; ")
}

// Load brings the published facts that the program carries into the database,
// in one transaction: it creates what is missing, updates what differs and
// deletes nothing, so that loading twice writes nothing. Several replicas may
// load at once. The context's viewer must be allowed to write: the system.
func Load(ctx context.Context, client *ent.Client) (Report, error) {
	facts, err := Embedded()
	if err != nil {
		return Report{}, err
	}
	return inTx(ctx, client, func(ctx context.Context, l *loader) error {
		steps := []func() error{
			func() error { return l.sources(ctx, facts.Sources) },
			func() error { return l.regions(ctx, facts.Regions) },
			func() error { return l.regionPeriods(ctx, facts.RegionPeriods) },
			func() error { return l.seasons(ctx, facts.Seasons) },
			func() error { return l.seasonRegions(ctx, facts.SeasonRegions) },
			func() error { return l.ruleSets(ctx, facts.RuleSets) },
			func() error { return l.figures(ctx, facts.Figures) },
		}
		for _, step := range steps {
			if err := step(); err != nil {
				return err
			}
		}
		return nil
	})
}

// LoadFile brings a file of figures, sources or localities into the database,
// in one transaction and as Load does; its header row says which of them it
// is. A file with anything wrong is refused whole with Problems, and so is one
// that redefines a fact the program carries. What its rows name must be in the
// database: call Load first. The name is for messages. The context's viewer
// must be allowed to write: the system.
func LoadFile(ctx context.Context, client *ent.Client, name string, r io.Reader) (Report, error) {
	facts, err := Embedded()
	if err != nil {
		return Report{}, err
	}
	t, err := openTable(name, r)
	if err != nil {
		return Report{}, err
	}
	load, err := t.kind()
	if err != nil {
		return Report{}, err
	}
	return inTx(ctx, client, func(ctx context.Context, l *loader) error {
		known, err := l.readKeys(ctx)
		if err != nil {
			return err
		}
		known.Reserved = map[string]bool{}
		for _, row := range facts.Sources {
			known.Reserved[row.Code] = true
		}
		for _, row := range facts.Figures {
			known.Reserved[row.Code] = true
		}
		return load(ctx, l, t, known)
	})
}

// loadTable loads the rows of a table of its kind.
type loadTable func(ctx context.Context, l *loader, t *table, known Known) error

// kind is how to load the kind of file that the header resembles most.
func (t *table) kind() (loadTable, error) {
	var best loadTable
	most := 0
	for _, kind := range []struct {
		columns []string
		load    loadTable
	}{
		{figureColumns, func(ctx context.Context, l *loader, t *table, known Known) error {
			rows, err := figures(t, known)
			if err != nil {
				return err
			}
			return l.figures(ctx, rows)
		}},
		{sourceColumns, func(ctx context.Context, l *loader, t *table, known Known) error {
			rows, err := sources(t, known)
			if err != nil {
				return err
			}
			return l.sources(ctx, rows)
		}},
		{localityColumns, func(ctx context.Context, l *loader, t *table, known Known) error {
			rows, err := localities(t, known)
			if err != nil {
				return err
			}
			return l.localities(ctx, rows)
		}},
	} {
		shared := 0
		for _, column := range kind.columns {
			if slices.Contains(t.header, column) {
				shared++
			}
		}
		if shared > most {
			best, most = kind.load, shared
		}
	}
	if best == nil {
		return nil, Problems{{File: t.name, Line: 1, Reason: fmt.Sprintf(
			"not the header of figures (%s), of sources (%s) or of localities (%s)",
			strings.Join(figureColumns, ","), strings.Join(sourceColumns, ","), strings.Join(localityColumns, ","))}}
	}
	return best, nil
}

// loader writes rows within one transaction. It knows which row has which id.
type loader struct {
	tx        *ent.Tx
	report    Report
	sourceIDs map[string]int // by code
	regionIDs map[string]int // by KATO
	regionISO map[string]int // by ISO code
	seasonIDs map[int]int    // by year
}

// inTx runs load in one journalled transaction, alone among all loaders of the
// database.
func inTx(ctx context.Context, client *ent.Client, load func(context.Context, *loader) error) (Report, error) {
	var report Report
	err := journal.Write(ctx, client, func(ctx context.Context, tx *ent.Tx) error {
		l := &loader{
			tx: tx, sourceIDs: map[string]int{}, regionIDs: map[string]int{}, regionISO: map[string]int{}, seasonIDs: map[int]int{},
		}
		if err := l.lock(ctx); err != nil {
			return err
		}
		err := load(ctx, l)
		report = l.report
		return err
	})
	if err != nil {
		return Report{}, err
	}
	return report, nil
}

// lockKey is any number that nothing else locks.
const lockKey = 0x5a686173

// lock makes loaders on PostgreSQL wait for each other, or two would create
// the same rows. On SQLite writing transactions wait for each other anyway.
func (l *loader) lock(ctx context.Context) error {
	if l.tx.Dialect() != dialect.Postgres {
		return nil
	}
	if _, err := l.tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock($1)", lockKey); err != nil {
		return fmt.Errorf("loading facts: waiting for other loaders: %w", err)
	}
	return nil
}

// readKeys learns the ids that a file's rows may refer to, and returns them as
// what the rows may name.
func (l *loader) readKeys(ctx context.Context) (Known, error) {
	known := Known{
		Sources: map[string]bool{}, RegionISO: map[string]bool{}, RegionKATO: map[string]bool{},
		RegionFrom: map[string]programme.Date{}, Seasons: map[int]bool{},
	}
	sources, err := l.tx.Source.Query().Select(source.FieldCode).All(ctx)
	if err != nil {
		return Known{}, fmt.Errorf("reading sources: %w", err)
	}
	for _, e := range sources {
		l.sourceIDs[e.Code], known.Sources[e.Code] = e.ID, true
	}
	regions, err := l.tx.Region.Query().Select(region.FieldKato, region.FieldIsoCode, region.FieldValidFrom).All(ctx)
	if err != nil {
		return Known{}, fmt.Errorf("reading regions: %w", err)
	}
	for _, e := range regions {
		l.regionIDs[e.Kato], known.RegionKATO[e.Kato] = e.ID, true
		l.regionISO[e.IsoCode], known.RegionISO[e.IsoCode] = e.ID, true
		if e.ValidFrom != nil {
			known.RegionFrom[e.IsoCode] = *e.ValidFrom
		}
	}
	seasons, err := l.tx.Season.Query().Where(season.Invented(false)).Select(season.FieldYear).All(ctx)
	if err != nil {
		return Known{}, fmt.Errorf("reading seasons: %w", err)
	}
	for _, e := range seasons {
		l.seasonIDs[e.Year], known.Seasons[e.Year] = e.ID, true
	}
	return known, nil
}
