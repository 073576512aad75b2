package facts

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"zhas/ent"
	"zhas/ent/locality"
	"zhas/internal/programme"
)

// batchRows is how many rows one statement creates: the widest of them has 24
// columns, and SQLite takes 32,766 parameters.
const batchRows = 500

// stored is a row of the database as a file would have it.
type stored[R comparable] struct {
	id  int
	row R
}

// reconcile creates the wanted rows that the database has not and updates those
// that it has otherwise. It adds what it creates to have.
func reconcile[K, R comparable](
	counts *Counts, have map[K]stored[R], want []R, key func(R) K,
	create func([]R) ([]int, error), update func(int, R) error,
) error {
	var missing []R
	for _, row := range want {
		was, ok := have[key(row)]
		switch {
		case !ok:
			missing = append(missing, row)
			counts.Created++
		case was.row == row:
			counts.Unchanged++
		default:
			if err := update(was.id, row); err != nil {
				return fmt.Errorf("updating %v: %w", key(row), err)
			}
			have[key(row)] = stored[R]{was.id, row}
			counts.Updated++
		}
	}
	for batch := range slices.Chunk(missing, batchRows) {
		ids, err := create(batch)
		if err != nil {
			return fmt.Errorf("creating %d rows from %v on: %w", len(batch), key(batch[0]), err)
		}
		for i, id := range ids {
			have[key(batch[i])] = stored[R]{id, batch[i]}
		}
	}
	return nil
}

// put sets a field of a mutation, or clears it when the value is the zero one.
func put[T comparable](value T, set func(T), unset func()) {
	var zero T
	if value == zero {
		unset()
		return
	}
	set(value)
}

// get is the value of a nullable field, or the zero one.
func get[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}

// getText is a nullable text in three languages.
func getText(kk, ru, en *string) programme.Text {
	return programme.Text{Kk: get(kk), Ru: get(ru), En: get(en)}
}

// invert is the key of each id.
func invert[K comparable](ids map[K]int) map[int]K {
	keys := make(map[int]K, len(ids))
	for key, id := range ids {
		keys[id] = key
	}
	return keys
}

// collect lists the ids of created rows, in their order.
func collect[E any](list []E, id func(E) int) []int {
	ids := make([]int, len(list))
	for i, e := range list {
		ids[i] = id(e)
	}
	return ids
}

func (l *loader) sources(ctx context.Context, rows []SourceRow) error {
	list, err := l.tx.Source.Query().All(ctx)
	if err != nil {
		return fmt.Errorf("reading sources: %w", err)
	}
	have := make(map[string]stored[SourceRow], len(list))
	for _, e := range list {
		have[e.Code] = stored[SourceRow]{e.ID, SourceRow{
			Code: e.Code, Title: get(e.Title), Language: get(e.Language), Description: e.Description(),
			Publisher: get(e.Publisher), PublishedOn: get(e.PublishedOn),
			Address: get(e.Address), Note: getText(e.NoteKk, e.NoteRu, e.NoteEn),
		}}
	}
	fill := func(m *ent.SourceMutation, row SourceRow) {
		put(row.Title, m.SetTitle, m.ClearTitle)
		put(row.Language, m.SetLanguage, m.ClearLanguage)
		m.SetDescriptionKk(row.Description.Kk)
		m.SetDescriptionRu(row.Description.Ru)
		m.SetDescriptionEn(row.Description.En)
		put(row.Publisher, m.SetPublisher, m.ClearPublisher)
		put(row.PublishedOn, m.SetPublishedOn, m.ClearPublishedOn)
		put(row.Address, m.SetAddress, m.ClearAddress)
		put(row.Note.Kk, m.SetNoteKk, m.ClearNoteKk)
		put(row.Note.Ru, m.SetNoteRu, m.ClearNoteRu)
		put(row.Note.En, m.SetNoteEn, m.ClearNoteEn)
	}
	err = reconcile(&l.report.Sources, have, rows, func(row SourceRow) string { return row.Code },
		func(batch []SourceRow) ([]int, error) {
			created, err := l.tx.Source.MapCreateBulk(batch, func(c *ent.SourceCreate, i int) {
				c.SetCode(batch[i].Code)
				fill(c.Mutation(), batch[i])
			}).Save(ctx)
			return collect(created, func(e *ent.Source) int { return e.ID }), err
		},
		func(id int, row SourceRow) error {
			u := l.tx.Source.UpdateOneID(id)
			fill(u.Mutation(), row)
			return u.Exec(ctx)
		})
	if err != nil {
		return fmt.Errorf("loading sources: %w", err)
	}
	for code, s := range have {
		l.sourceIDs[code] = s.id
	}
	return nil
}

func (l *loader) regions(ctx context.Context, rows []RegionRow) error {
	list, err := l.tx.Region.Query().All(ctx)
	if err != nil {
		return fmt.Errorf("reading regions: %w", err)
	}
	for _, e := range list {
		l.regionIDs[e.Kato] = e.ID
	}
	katos, codes := invert(l.regionIDs), invert(l.sourceIDs)
	have := make(map[string]stored[RegionRow], len(list))
	for _, e := range list {
		have[e.Kato] = stored[RegionRow]{e.ID, RegionRow{
			KATO: e.Kato, ISOCode: e.IsoCode, ISOCodeBefore: get(e.IsoCodeBefore), Kind: e.Kind,
			Name:     programme.Text{Kk: e.NameKk, Ru: e.NameRu, En: e.NameEn},
			Centre:   programme.Text{Kk: e.CentreKk, Ru: e.CentreRu, En: e.CentreEn},
			TimeZone: e.TimeZone, ValidFrom: get(e.ValidFrom), Predecessor: katos[get(e.PredecessorID)],
			Source: codes[get(e.SourceID)], Note: getText(e.NoteKk, e.NoteRu, e.NoteEn),
		}}
	}
	fill := func(m *ent.RegionMutation, row RegionRow) {
		m.SetIsoCode(row.ISOCode)
		put(row.ISOCodeBefore, m.SetIsoCodeBefore, m.ClearIsoCodeBefore)
		m.SetKind(row.Kind)
		m.SetNameKk(row.Name.Kk)
		m.SetNameRu(row.Name.Ru)
		m.SetNameEn(row.Name.En)
		m.SetCentreKk(row.Centre.Kk)
		m.SetCentreRu(row.Centre.Ru)
		m.SetCentreEn(row.Centre.En)
		m.SetTimeZone(row.TimeZone)
		put(row.ValidFrom, m.SetValidFrom, m.ClearValidFrom)
		put(l.regionIDs[row.Predecessor], m.SetPredecessorID, m.ClearPredecessorID)
		put(l.sourceIDs[row.Source], m.SetSourceID, m.ClearSourceID)
		put(row.Note.Kk, m.SetNoteKk, m.ClearNoteKk)
		put(row.Note.Ru, m.SetNoteRu, m.ClearNoteRu)
		put(row.Note.En, m.SetNoteEn, m.ClearNoteEn)
	}
	var first, splitOff []RegionRow // predecessors need their ids before their successors come
	for _, row := range rows {
		if row.Predecessor == "" {
			first = append(first, row)
		} else {
			splitOff = append(splitOff, row)
		}
	}
	for _, wave := range [][]RegionRow{first, splitOff} {
		err := reconcile(&l.report.Regions, have, wave, func(row RegionRow) string { return row.KATO },
			func(batch []RegionRow) ([]int, error) {
				created, err := l.tx.Region.MapCreateBulk(batch, func(c *ent.RegionCreate, i int) {
					c.SetKato(batch[i].KATO)
					fill(c.Mutation(), batch[i])
				}).Save(ctx)
				return collect(created, func(e *ent.Region) int { return e.ID }), err
			},
			func(id int, row RegionRow) error {
				u := l.tx.Region.UpdateOneID(id)
				fill(u.Mutation(), row)
				return u.Exec(ctx)
			})
		if err != nil {
			return fmt.Errorf("loading regions: %w", err)
		}
		for kato, s := range have {
			l.regionIDs[kato], l.regionISO[s.row.ISOCode] = s.id, s.id
		}
	}
	return nil
}

func (l *loader) regionPeriods(ctx context.Context, rows []RegionPeriodRow) error {
	type key struct {
		kato string
		from programme.Date
	}
	list, err := l.tx.RegionPeriod.Query().All(ctx)
	if err != nil {
		return fmt.Errorf("reading region periods: %w", err)
	}
	katos, codes := invert(l.regionIDs), invert(l.sourceIDs)
	have := make(map[key]stored[RegionPeriodRow], len(list))
	for _, e := range list {
		row := RegionPeriodRow{
			KATO: katos[e.RegionID], ValidFrom: get(e.ValidFrom), ValidTo: get(e.ValidTo),
			Name:   programme.Text{Kk: e.NameKk, Ru: e.NameRu, En: e.NameEn},
			Centre: programme.Text{Kk: e.CentreKk, Ru: e.CentreRu, En: e.CentreEn},
			Source: codes[get(e.SourceID)],
		}
		have[key{row.KATO, row.ValidFrom}] = stored[RegionPeriodRow]{e.ID, row}
	}
	fill := func(m *ent.RegionPeriodMutation, row RegionPeriodRow) {
		m.SetRegionID(l.regionIDs[row.KATO])
		put(row.ValidFrom, m.SetValidFrom, m.ClearValidFrom)
		put(row.ValidTo, m.SetValidTo, m.ClearValidTo)
		m.SetNameKk(row.Name.Kk)
		m.SetNameRu(row.Name.Ru)
		m.SetNameEn(row.Name.En)
		m.SetCentreKk(row.Centre.Kk)
		m.SetCentreRu(row.Centre.Ru)
		m.SetCentreEn(row.Centre.En)
		put(l.sourceIDs[row.Source], m.SetSourceID, m.ClearSourceID)
	}
	err = reconcile(&l.report.RegionPeriods, have, rows,
		func(row RegionPeriodRow) key { return key{row.KATO, row.ValidFrom} },
		func(batch []RegionPeriodRow) ([]int, error) {
			created, err := l.tx.RegionPeriod.MapCreateBulk(batch, func(c *ent.RegionPeriodCreate, i int) {
				fill(c.Mutation(), batch[i])
			}).Save(ctx)
			return collect(created, func(e *ent.RegionPeriod) int { return e.ID }), err
		},
		func(id int, row RegionPeriodRow) error {
			u := l.tx.RegionPeriod.UpdateOneID(id)
			fill(u.Mutation(), row)
			return u.Exec(ctx)
		})
	if err != nil {
		return fmt.Errorf("loading region periods: %w", err)
	}
	return nil
}

func (l *loader) localities(ctx context.Context, rows []LocalityRow) error {
	type placed struct {
		LocalityRow
		region, parent string // KATO
	}
	list, err := l.tx.Locality.Query().Where(locality.Invented(false)).All(ctx)
	if err != nil {
		return fmt.Errorf("reading localities: %w", err)
	}
	ids := make(map[string]int, len(list))
	for _, e := range list {
		ids[e.Kato] = e.ID
	}
	katos, regions := invert(ids), invert(l.regionIDs)
	have := make(map[string]stored[placed], len(list))
	for _, e := range list {
		have[e.Kato] = stored[placed]{e.ID, placed{
			LocalityRow: LocalityRow{KATO: e.Kato, Kind: e.Kind, NameKk: e.NameKk, NameRu: e.NameRu, NameEn: get(e.NameEn)},
			region:      regions[e.RegionID], parent: katos[get(e.ParentID)],
		}}
	}
	// An ancestor may come after its descendants: those in the database are
	// placed anew as well.
	wanted := make(map[string]bool, len(rows))
	for _, row := range rows {
		wanted[row.KATO] = true
	}
	place := func(row LocalityRow) placed {
		p := placed{LocalityRow: row, region: regionOf(row.KATO)}
		for _, ancestor := range ancestorsOf(row.KATO) {
			if _, ok := have[ancestor]; ok || wanted[ancestor] {
				p.parent = ancestor
				break
			}
		}
		return p
	}
	var waves [3][]placed // districts, rural districts and what lies in them, as parents need their ids first
	add := func(p placed) {
		level := 2
		switch {
		case p.KATO[4:] == "00000":
			level = 0
		case p.KATO[6:] == "000":
			level = 1
		}
		waves[level] = append(waves[level], p)
	}
	for _, row := range rows {
		add(place(row))
	}
	for kato, s := range have {
		if p := place(s.row.LocalityRow); !wanted[kato] && p != s.row {
			add(p)
		}
	}
	fill := func(m *ent.LocalityMutation, row placed) {
		m.SetKind(row.Kind)
		m.SetNameKk(row.NameKk)
		m.SetNameRu(row.NameRu)
		put(row.NameEn, m.SetNameEn, m.ClearNameEn)
		m.SetRegionID(l.regionIDs[row.region])
		put(have[row.parent].id, m.SetParentID, m.ClearParentID)
	}
	for _, wave := range waves {
		err := reconcile(&l.report.Localities, have, wave, func(row placed) string { return row.KATO },
			func(batch []placed) ([]int, error) {
				created, err := l.tx.Locality.MapCreateBulk(batch, func(c *ent.LocalityCreate, i int) {
					c.SetKato(batch[i].KATO)
					fill(c.Mutation(), batch[i])
				}).Save(ctx)
				return collect(created, func(e *ent.Locality) int { return e.ID }), err
			},
			func(id int, row placed) error {
				u := l.tx.Locality.UpdateOneID(id)
				fill(u.Mutation(), row)
				return u.Exec(ctx)
			})
		if err != nil {
			return fmt.Errorf("loading localities: %w", err)
		}
	}
	return nil
}

func (l *loader) seasons(ctx context.Context, rows []SeasonRow) error {
	list, err := l.tx.Season.Query().All(ctx)
	if err != nil {
		return fmt.Errorf("reading seasons: %w", err)
	}
	codes := invert(l.sourceIDs)
	have := make(map[int]stored[SeasonRow], len(list))
	wanted := make(map[int]bool, len(rows))
	for _, row := range rows {
		wanted[row.Year] = true
	}
	for _, e := range list {
		if e.Invented {
			if wanted[e.Year] {
				return fmt.Errorf("loading seasons: the season of %d in the database is a demonstration: remove it with `zhas demo --remove`", e.Year)
			}
			continue // nothing published is about it
		}
		have[e.Year] = stored[SeasonRow]{e.ID, SeasonRow{
			Year: e.Year, Name: programme.Text{Kk: e.NameKk, Ru: e.NameRu, En: e.NameEn},
			StartsOn: get(e.StartsOn), EndsOn: get(e.EndsOn), State: e.State,
			Note: getText(e.NoteKk, e.NoteRu, e.NoteEn), Source: codes[get(e.SourceID)],
		}}
	}
	fill := func(m *ent.SeasonMutation, row SeasonRow) {
		m.SetNameKk(row.Name.Kk)
		m.SetNameRu(row.Name.Ru)
		m.SetNameEn(row.Name.En)
		put(row.StartsOn, m.SetStartsOn, m.ClearStartsOn)
		put(row.EndsOn, m.SetEndsOn, m.ClearEndsOn)
		m.SetState(row.State)
		put(row.Note.Kk, m.SetNoteKk, m.ClearNoteKk)
		put(row.Note.Ru, m.SetNoteRu, m.ClearNoteRu)
		put(row.Note.En, m.SetNoteEn, m.ClearNoteEn)
		put(l.sourceIDs[row.Source], m.SetSourceID, m.ClearSourceID)
	}
	err = reconcile(&l.report.Seasons, have, rows, func(row SeasonRow) int { return row.Year },
		func(batch []SeasonRow) ([]int, error) {
			created, err := l.tx.Season.MapCreateBulk(batch, func(c *ent.SeasonCreate, i int) {
				c.SetYear(batch[i].Year)
				fill(c.Mutation(), batch[i])
			}).Save(ctx)
			return collect(created, func(e *ent.Season) int { return e.ID }), err
		},
		func(id int, row SeasonRow) error {
			u := l.tx.Season.UpdateOneID(id)
			fill(u.Mutation(), row)
			return u.Exec(ctx)
		})
	if err != nil {
		return fmt.Errorf("loading seasons: %w", err)
	}
	for year, s := range have {
		l.seasonIDs[year] = s.id
	}
	return nil
}

func (l *loader) seasonRegions(ctx context.Context, rows []SeasonRegionRow) error {
	type key struct {
		season int
		region string
	}
	list, err := l.tx.SeasonRegion.Query().All(ctx)
	if err != nil {
		return fmt.Errorf("reading season regions: %w", err)
	}
	years, isos, codes := invert(l.seasonIDs), invert(l.regionISO), invert(l.sourceIDs)
	have := make(map[key]stored[SeasonRegionRow], len(list))
	for _, e := range list {
		row := SeasonRegionRow{
			Season: years[e.SeasonID], Region: isos[e.RegionID], Source: codes[get(e.SourceID)],
			Office: getText(e.OfficeKk, e.OfficeRu, e.OfficeEn),
		}
		have[key{row.Season, row.Region}] = stored[SeasonRegionRow]{e.ID, row}
	}
	fill := func(m *ent.SeasonRegionMutation, row SeasonRegionRow) {
		m.SetSeasonID(l.seasonIDs[row.Season])
		m.SetRegionID(l.regionISO[row.Region])
		put(l.sourceIDs[row.Source], m.SetSourceID, m.ClearSourceID)
		put(row.Office.Kk, m.SetOfficeKk, m.ClearOfficeKk)
		put(row.Office.Ru, m.SetOfficeRu, m.ClearOfficeRu)
		put(row.Office.En, m.SetOfficeEn, m.ClearOfficeEn)
	}
	err = reconcile(&l.report.SeasonRegions, have, rows,
		func(row SeasonRegionRow) key { return key{row.Season, row.Region} },
		func(batch []SeasonRegionRow) ([]int, error) {
			created, err := l.tx.SeasonRegion.MapCreateBulk(batch, func(c *ent.SeasonRegionCreate, i int) {
				fill(c.Mutation(), batch[i])
			}).Save(ctx)
			return collect(created, func(e *ent.SeasonRegion) int { return e.ID }), err
		},
		func(id int, row SeasonRegionRow) error {
			u := l.tx.SeasonRegion.UpdateOneID(id)
			fill(u.Mutation(), row)
			return u.Exec(ctx)
		})
	if err != nil {
		return fmt.Errorf("loading season regions: %w", err)
	}
	return nil
}

func (l *loader) ruleSets(ctx context.Context, rows []RuleSetRow) error {
	type key struct{ season, version int }
	type set struct {
		key
		rules string // JSON, which can be compared
	}
	type citation struct {
		set    int // id
		rule   programme.Rule
		source string
	}
	list, err := l.tx.RuleSet.Query().All(ctx)
	if err != nil {
		return fmt.Errorf("reading rule sets: %w", err)
	}
	years := invert(l.seasonIDs)
	have := make(map[key]stored[set], len(list))
	for _, e := range list {
		rules, err := json.Marshal(e.Rules)
		if err != nil {
			return fmt.Errorf("reading rule sets: %w", err)
		}
		k := key{years[e.SeasonID], e.Version}
		have[k] = stored[set]{e.ID, set{k, string(rules)}}
	}
	want := make([]set, len(rows))
	typed := make(map[key]programme.Rules, len(rows))
	for i, row := range rows {
		rules, err := json.Marshal(row.Rules)
		if err != nil {
			return fmt.Errorf("loading rule sets: %w", err)
		}
		want[i] = set{key{row.Season, row.Version}, string(rules)}
		typed[want[i].key] = row.Rules
	}
	err = reconcile(&l.report.RuleSets, have, want, func(row set) key { return row.key },
		func(batch []set) ([]int, error) {
			created, err := l.tx.RuleSet.MapCreateBulk(batch, func(c *ent.RuleSetCreate, i int) {
				c.SetSeasonID(l.seasonIDs[batch[i].season]).SetVersion(batch[i].version).SetRules(typed[batch[i].key])
			}).Save(ctx)
			return collect(created, func(e *ent.RuleSet) int { return e.ID }), err
		},
		func(id int, row set) error { return l.tx.RuleSet.UpdateOneID(id).SetRules(typed[row.key]).Exec(ctx) })
	if err != nil {
		return fmt.Errorf("loading rule sets: %w", err)
	}

	cited, err := l.tx.RuleCitation.Query().All(ctx)
	if err != nil {
		return fmt.Errorf("reading rule citations: %w", err)
	}
	codes := invert(l.sourceIDs)
	haveCited := make(map[citation]stored[citation], len(cited))
	for _, e := range cited {
		c := citation{e.RuleSetID, e.Rule, codes[e.SourceID]}
		haveCited[c] = stored[citation]{e.ID, c}
	}
	var wantCited []citation
	for _, row := range rows {
		for _, c := range row.Citations {
			wantCited = append(wantCited, citation{have[key{row.Season, row.Version}].id, c.Rule, c.Source})
		}
	}
	err = reconcile(&l.report.RuleCitations, haveCited, wantCited, func(c citation) citation { return c },
		func(batch []citation) ([]int, error) {
			created, err := l.tx.RuleCitation.MapCreateBulk(batch, func(c *ent.RuleCitationCreate, i int) {
				c.SetRuleSetID(batch[i].set).SetRule(batch[i].rule).SetSourceID(l.sourceIDs[batch[i].source])
			}).Save(ctx)
			return collect(created, func(e *ent.RuleCitation) int { return e.ID }), err
		},
		nil) // a citation is its own key: it never differs
	if err != nil {
		return fmt.Errorf("loading rule citations: %w", err)
	}
	return nil
}

func (l *loader) figures(ctx context.Context, rows []FigureRow) error {
	list, err := l.tx.Figure.Query().All(ctx)
	if err != nil {
		return fmt.Errorf("reading figures: %w", err)
	}
	years, isos, codes := invert(l.seasonIDs), invert(l.regionISO), invert(l.sourceIDs)
	have := make(map[string]stored[FigureRow], len(list))
	for _, e := range list {
		have[e.Code] = stored[FigureRow]{e.ID, FigureRow{
			Code: e.Code, PeriodStart: e.PeriodStart, PeriodEnd: e.PeriodEnd,
			Season: years[get(e.SeasonID)], Region: isos[get(e.RegionID)], Place: getText(e.PlaceKk, e.PlaceRu, e.PlaceEn),
			Measure: e.Measure, Qualifier: e.Qualifier, Basis: e.Basis, Value: e.Value, Unit: e.Unit,
			Source: codes[e.SourceID], Note: getText(e.NoteKk, e.NoteRu, e.NoteEn), Derivation: get(e.Derivation),
		}}
	}
	fill := func(m *ent.FigureMutation, row FigureRow) {
		m.SetPeriodStart(row.PeriodStart)
		m.SetPeriodEnd(row.PeriodEnd)
		put(l.seasonIDs[row.Season], m.SetSeasonID, m.ClearSeasonID)
		put(l.regionISO[row.Region], m.SetRegionID, m.ClearRegionID)
		put(row.Place.Kk, m.SetPlaceKk, m.ClearPlaceKk)
		put(row.Place.Ru, m.SetPlaceRu, m.ClearPlaceRu)
		put(row.Place.En, m.SetPlaceEn, m.ClearPlaceEn)
		m.SetMeasure(row.Measure)
		m.SetQualifier(row.Qualifier)
		m.SetBasis(row.Basis)
		m.SetValue(row.Value)
		m.SetUnit(row.Unit)
		m.SetSourceID(l.sourceIDs[row.Source])
		put(row.Note.Kk, m.SetNoteKk, m.ClearNoteKk)
		put(row.Note.Ru, m.SetNoteRu, m.ClearNoteRu)
		put(row.Note.En, m.SetNoteEn, m.ClearNoteEn)
		put(row.Derivation, m.SetDerivation, m.ClearDerivation)
	}
	err = reconcile(&l.report.Figures, have, rows, func(row FigureRow) string { return row.Code },
		func(batch []FigureRow) ([]int, error) {
			created, err := l.tx.Figure.MapCreateBulk(batch, func(c *ent.FigureCreate, i int) {
				c.SetCode(batch[i].Code)
				fill(c.Mutation(), batch[i])
			}).Save(ctx)
			return collect(created, func(e *ent.Figure) int { return e.ID }), err
		},
		func(id int, row FigureRow) error {
			u := l.tx.Figure.UpdateOneID(id)
			fill(u.Mutation(), row)
			return u.Exec(ctx)
		})
	if err != nil {
		return fmt.Errorf("loading figures: %w", err)
	}
	return nil
}
