package people

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"entgo.io/ent/dialect/sql"

	"zhas/ent"
	"zhas/ent/duplicatecase"
	"zhas/ent/predicate"
	"zhas/ent/youth"
	"zhas/ent/youthkey"
	"zhas/internal/jobs"
	"zhas/internal/journal"
	"zhas/internal/likeness"
	"zhas/internal/personal"
	"zhas/internal/programme"
	"zhas/internal/viewer"
)

// jobDuplicates looks for those who may be the same person as a young person. It
// is a job so that registering takes as long for who is known as for who is not.
const jobDuplicates = "duplicates"

// Handlers are the jobs of this feature.
func (s *Service) Handlers() map[string]jobs.Handler {
	return map[string]jobs.Handler{jobDuplicates: s.findDuplicates, jobGuardian: s.sendGuardianLink}
}

const (
	// mostNamed bounds how many people of like names are read for one; those born
	// in the same year come first.
	mostNamed = 2000
	// mostCompared bounds how many of them are opened and compared completely.
	mostCompared = 200
	// worthOpening is the least score of family and given name from which the rest
	// can speak for one person: another family name is no obstacle, another given
	// name is.
	worthOpening = 4
)

// compared are what duplicates are told by.
var compared = []programme.PersonalField{
	programme.PersonalNames, programme.PersonalBirthDate, programme.PersonalPhone, programme.PersonalIIN,
}

// A likePair is how alike two profiles are.
type likePair struct {
	other      int
	sameNumber bool
	likeness.Likeness
}

// findDuplicates opens a case for each profile that may be of the same person as
// this one, brings open cases up to date, and closes those that nothing speaks for
// any more. What a coordinator decided stays, unless both have one number since.
func (s *Service) findDuplicates(ctx context.Context, id int) error {
	ctx = viewer.AsSystem(ctx)
	row, err := s.client.Youth.Query().Where(youth.ID(id), standing).Only(ctx)
	if ent.IsNotFound(err) {
		return journal.Write(ctx, s.client, func(ctx context.Context, tx *ent.Tx) error { return forgetOpenCases(ctx, tx, id) })
	} else if err != nil {
		return err
	}
	pairs, err := s.alike(ctx, row)
	if err != nil {
		return err
	}
	return journal.Write(ctx, s.client, func(ctx context.Context, tx *ent.Tx) error { return writeCases(ctx, tx, id, pairs) })
}

// KeyNames writes the keys of those who registered before there were any, and has
// them compared. It is called at each start, and finds nobody from the second on.
func (s *Service) KeyNames(ctx context.Context) error {
	ctx = viewer.AsSystem(ctx)
	var fields []programme.PersonalField
	for _, name := range programme.PersonalField("").Values() {
		fields = append(fields, programme.PersonalField(name))
	}
	for last, more := 0, true; more; {
		err := journal.Write(ctx, s.client, func(ctx context.Context, tx *ent.Tx) error {
			query := tx.Youth.Query().Where(youth.IDGT(last), standing, youth.AccountIDNotNil(), func(sel *sql.Selector) {
				t := sql.Dialect(sel.Dialect()).Table(youthkey.Table)
				sel.Where(sql.NotExists(sql.Dialect(sel.Dialect()).Select(t.C(youthkey.FieldID)).From(t).Where(sql.ColumnsEQ(t.C(youthkey.FieldYouthID), sel.C(youth.FieldID)))))
			}).Order(youth.ByID()).Limit(together)
			query.Modify(lock)
			rows, err := query.All(ctx)
			if more = len(rows) == together; err != nil || len(rows) == 0 {
				return err
			}
			last = rows[len(rows)-1].ID
			people := make([]int, len(rows))
			for i, row := range rows {
				people[i] = row.PersonID
			}
			opened, err := s.records.Open(ctx, fields, people...)
			if err != nil {
				return err
			}
			var copies []personal.YouthCopies
			var keyed []int
			for _, row := range rows {
				c, err := personal.CopiesOf(opened[row.PersonID])
				if err != nil {
					return fmt.Errorf("young person %d: %w", row.ID, err)
				}
				if len(c.Keys) > 0 {
					copies, keyed = append(copies, personal.YouthCopies{Youth: row.ID, Copies: c}), append(keyed, row.ID)
				}
			}
			if err := personal.WriteTraits(ctx, tx, copies...); err != nil {
				return err
			}
			return jobs.Add(ctx, tx, jobDuplicates, keyed...)
		})
		if err != nil {
			return fmt.Errorf("writing the keys of names: %w", err)
		}
	}
	return nil
}

// standing keeps the profiles that are compared: of people whose data may be
// used, that stand for themselves.
func standing(s *sql.Selector) {
	s.Where(sql.And(sql.IsNull(s.C(youth.FieldProcessingStoppedAt)), sql.IsNull(s.C(youth.FieldMergedIntoID)), sql.EQ(s.C(youth.FieldInvented), false)))
}

// alike finds those who may be the same person.
func (s *Service) alike(ctx context.Context, row *ent.Youth) ([]likePair, error) {
	opened, err := s.records.Open(ctx, compared, row.PersonID)
	if err != nil {
		return nil, err
	}
	own, err := comparisonOf(opened[row.PersonID])
	if err != nil {
		return nil, err
	}
	candidates, err := s.candidates(ctx, row, own)
	if err != nil || len(candidates) == 0 {
		return nil, err
	}
	people := make([]int, len(candidates))
	for i, c := range candidates {
		people[i] = c.PersonID
	}
	if opened, err = s.records.Open(ctx, compared, people...); err != nil {
		return nil, err
	}
	var pairs []likePair
	for _, c := range candidates {
		other, err := comparisonOf(opened[c.PersonID])
		if err != nil {
			return nil, err
		}
		pair := likePair{other: c.ID, sameNumber: own.number != "" && own.number == other.number, Likeness: closest(own.people, other.people)}
		if pair.sameNumber || pair.Score >= likeness.Proposed {
			pairs = append(pairs, pair)
		}
	}
	return pairs, nil
}

// comparison is what of a person is compared.
type comparison struct {
	number, phone string
	people        []likeness.Person // one for each alphabet of the name
	keys          []string
	year          int
}

func comparisonOf(values personal.Values) (c comparison, err error) {
	var names programme.Names
	if text := values[programme.PersonalNames]; text != "" {
		if json.Unmarshal([]byte(text), &names) != nil {
			return c, errors.New("names that are no JSON") // the parser's error would quote them
		}
	}
	birth := programme.Date(values[programme.PersonalBirthDate])
	c = comparison{number: values[programme.PersonalIIN], phone: values[programme.PersonalPhone], year: birth.Year()}
	c.people = personal.Likenesses(names, birth, c.phone)
	for _, of := range c.people {
		c.keys = append(c.keys, likeness.Keys(of)...)
	}
	return c, nil
}

// closest compares two people in every alphabet of the one with every one of the
// other, and returns the likeness of the highest score.
func closest(a, b []likeness.Person) (best likeness.Likeness) {
	best = likeness.Compare(likeness.Person{}, likeness.Person{})
	best.Score = -1
	for _, x := range a {
		for _, y := range b {
			if l := likeness.Compare(x, y); l.Score > best.Score {
				best = l
			}
		}
	}
	best.Score = max(best.Score, 0)
	return best
}

// candidates are the profiles that are worth comparing: those with the same
// identity number or telephone, and those of the most alike names.
func (s *Service) candidates(ctx context.Context, row *ent.Youth, own comparison) ([]*ent.Youth, error) {
	var found []*ent.Youth
	// Each by itself: those with one telephone crowd nobody out who has the number.
	for _, by := range []struct {
		field programme.PersonalField
		value string
	}{{programme.PersonalIIN, own.number}, {programme.PersonalPhone, own.phone}} {
		if by.value == "" {
			continue
		}
		has, err := s.records.Has(by.field, by.value)
		if err != nil {
			return nil, err
		}
		same, err := s.client.Youth.Query().Where(youth.IDNEQ(row.ID), standing, youth.HasPersonWith(has)).
			Order(youth.ByID(sql.OrderDesc())).Limit(mostCompared).All(ctx)
		if err != nil {
			return nil, err
		}
		found = append(found, slices.DeleteFunc(same, func(y *ent.Youth) bool {
			return slices.ContainsFunc(found, func(k *ent.Youth) bool { return k.ID == y.ID })
		})...)
	}
	if len(own.keys) == 0 {
		return found, nil
	}
	named, err := s.client.Youth.Query().Where(youth.IDNEQ(row.ID), standing, func(sel *sql.Selector) {
		t := sql.Dialect(sel.Dialect()).Table(youthkey.Table)
		keys := make([]any, len(own.keys))
		for i, key := range own.keys {
			keys[i] = key
		}
		sel.Where(sql.In(sel.C(youth.FieldID), sql.Dialect(sel.Dialect()).Select(t.C(youthkey.FieldYouthID)).From(t).Where(sql.In(t.C(youthkey.FieldKey), keys...))))
	}).WithTraits().Order(youth.ByID(sql.OrderDesc())).Limit(mostNamed).All(ctx)
	if err != nil {
		return nil, err
	}
	return append(found, nearest(named, found, own)...), nil
}

// nearest are those whose names alone are alike enough, the nearest by year of
// birth first, without those that are known.
func nearest(named, known []*ent.Youth, own comparison) []*ent.Youth {
	names := make([]likeness.Person, len(own.people))
	for i, of := range own.people {
		names[i] = likeness.Person{FamilyName: of.FamilyName, GivenName: of.GivenName}
	}
	named = slices.DeleteFunc(named, func(y *ent.Youth) bool {
		return slices.ContainsFunc(known, func(k *ent.Youth) bool { return k.ID == y.ID }) ||
			closest(names, []likeness.Person{{FamilyName: y.FamilyName, GivenName: y.GivenName}}).Score < worthOpening
	})
	apart := func(y *ent.Youth) int {
		if len(y.Edges.Traits) == 0 || y.Edges.Traits[0].BirthYear == nil {
			return 0
		}
		return max(*y.Edges.Traits[0].BirthYear-own.year, own.year-*y.Edges.Traits[0].BirthYear)
	}
	slices.SortStableFunc(named, func(a, b *ent.Youth) int { return cmp.Compare(apart(a), apart(b)) })
	return named[:min(len(named), mostCompared)]
}

// forgetOpenCases removes the questions that are open about a profile.
func forgetOpenCases(ctx context.Context, tx *ent.Tx, id int) error {
	_, err := tx.DuplicateCase.Delete().Where(about(id), duplicatecase.StateEQ(programme.DuplicateOpen)).Exec(ctx)
	return err
}

// about keeps the cases that one of the profiles is in.
func about(ids ...int) predicate.DuplicateCase {
	return duplicatecase.Or(duplicatecase.FirstIDIn(ids...), duplicatecase.SecondIDIn(ids...))
}

// writeCases brings the cases of a profile in line with whom it is like.
func writeCases(ctx context.Context, tx *ent.Tx, id int, pairs []likePair) error {
	query := tx.DuplicateCase.Query().Where(about(id)).Order(duplicatecase.ByID())
	query.Modify(lock) // what is decided meanwhile stays
	known, err := query.All(ctx)
	if err != nil {
		return err
	}
	cases := make(map[int]*ent.DuplicateCase, len(known))
	for _, c := range known {
		cases[c.FirstID+c.SecondID-id] = c
	}
	var created []*ent.DuplicateCaseCreate
	for _, pair := range pairs {
		c := cases[pair.other]
		delete(cases, pair.other)
		switch {
		case c == nil:
			row := tx.DuplicateCase.Create().SetFirstID(min(id, pair.other)).SetSecondID(max(id, pair.other))
			tell(row.Mutation(), pair)
			created = append(created, row)
		case c.State == programme.DuplicateOpen && !told(c, pair), pair.sameNumber && !c.SameNumber && c.State == programme.DuplicateKeptApart:
			update := tx.DuplicateCase.UpdateOne(c).SetState(programme.DuplicateOpen).ClearDecidedAt().ClearDecidedByID()
			tell(update.Mutation(), pair)
			if err := update.Exec(ctx); err != nil {
				return err
			}
		}
	}
	var over []int
	for _, c := range cases {
		if c.State == programme.DuplicateOpen {
			over = append(over, c.ID)
		}
	}
	if len(over) > 0 {
		if _, err := tx.DuplicateCase.Delete().Where(duplicatecase.IDIn(over...)).Exec(ctx); err != nil {
			return err
		}
	}
	return tx.DuplicateCase.CreateBulk(created...).Exec(ctx)
}

// told tells whether a case says already how alike two profiles are.
func told(c *ent.DuplicateCase, pair likePair) bool {
	return c.SameNumber == pair.sameNumber && pair.Likeness == likeness.Likeness{
		Score: c.Score, FamilyName: c.FamilyName, GivenName: c.GivenName, Patronymic: c.Patronymic, Birth: c.BirthDate, Phone: c.Phone, NamesSwapped: c.NamesSwapped,
	}
}

// tell writes how alike two profiles are.
func tell(m *ent.DuplicateCaseMutation, pair likePair) {
	m.SetScore(pair.Score)
	m.SetSameNumber(pair.sameNumber)
	m.SetFamilyName(pair.FamilyName)
	m.SetGivenName(pair.GivenName)
	m.SetPatronymic(pair.Patronymic)
	m.SetBirthDate(pair.Birth)
	m.SetPhone(pair.Phone)
	m.SetNamesSwapped(pair.NamesSwapped)
}
