package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"entgo.io/ent/dialect/sql"
	"github.com/99designs/gqlgen/graphql"

	"zhas/ent"
	"zhas/ent/account"
	"zhas/ent/consent"
	"zhas/ent/youth"
	"zhas/graph/model"
	"zhas/internal/people"
	"zhas/internal/programme"
	"zhas/internal/viewer"
)

// maxConsents bounds the list of what a person agreed to.
const maxConsents = 100

// aboutYouth is the payload of an action about a young person.
func (r *Resolver) aboutYouth(ctx context.Context, id int, err error) (*model.YouthPayload, error) {
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		return &model.YouthPayload{UserErrors: refused}, err
	}
	return &model.YouthPayload{UserErrors: refused, Load: func(ctx context.Context) (*ent.Youth, error) {
		return one(ctx, r, r.client.Youth.Query().Where(youth.ID(id)), (*lookahead).youth)
	}}, nil
}

// ownYouth is the profile of a viewer, nil when they have none.
func (r *Resolver) ownYouth(ctx context.Context, v viewer.Viewer) (*ent.Youth, error) {
	if v.Person() == 0 {
		return nil, nil
	}
	return one(ctx, r, r.client.Youth.Query().Where(youth.AccountID(v.Account)), (*lookahead).youth)
}

// ownConsents are what a viewer agreed to, the latest first.
func (r *Resolver) ownConsents(ctx context.Context, v viewer.Viewer) ([]*ent.Consent, error) {
	if v.Person() == 0 {
		return []*ent.Consent{}, nil
	}
	look, ctx := r.look(ctx)
	q := r.client.Consent.Query().Where(func(s *sql.Selector) { aboutOwn(s, s.C(consent.FieldPersonID), v.Account) })
	look.consent(q, graphql.GetFieldContext(ctx).Field)
	return q.Order(consent.ByGivenAt(sql.OrderDesc()), consent.ByID(sql.OrderDesc())).Limit(maxConsents).All(ctx)
}

// aboutOwn keeps rows whose column names the person that an account is of.
func aboutOwn(s *sql.Selector, column string, of int) {
	t := sql.Dialect(s.Dialect()).Table(account.Table)
	s.Where(sql.In(column, sql.Dialect(s.Dialect()).Select(t.C(account.FieldPersonID)).From(t).Where(sql.EQ(t.C(account.FieldID), of))))
}

// told is what somebody tells of themself.
func told(input *model.PersonalDataInput) people.Data {
	return people.Data{
		Names: programme.Names{Kazakh: fullName(input.KazakhName), Russian: fullName(input.RussianName), Latin: fullName(input.LatinName)},
		Sex:   input.Sex, BirthDate: input.BirthDate, IIN: input.Iin, Phone: input.Phone, Address: orEmpty(input.Address),
		Document: orEmpty(input.Document), Education: input.Education, Occupation: input.Occupation, Categories: input.Categories,
	}
}

func fullName(input *model.FullNameInput) *programme.FullName {
	if input == nil {
		return nil
	}
	return &programme.FullName{Family: input.Family, Given: input.Given, Patronymic: orEmpty(input.Patronymic)}
}

// openedData is what was opened of a young person, nil when the viewer may not see
// it.
func openedData(row *ent.Youth) (*model.PersonalData, error) {
	if row.Opened == nil {
		return nil, nil
	}
	row.Look()
	data := &model.PersonalData{
		Sex: opened[programme.Sex](row, programme.PersonalSex), BirthDate: opened[programme.Date](row, programme.PersonalBirthDate),
		Iin: opened[string](row, programme.PersonalIIN), Phone: opened[string](row, programme.PersonalPhone),
		Email: opened[string](row, programme.PersonalEmail), Address: opened[string](row, programme.PersonalAddress),
		Document:   opened[string](row, programme.PersonalDocument),
		Education:  opened[programme.Schooling](row, programme.PersonalEducation),
		Occupation: opened[programme.Occupation](row, programme.PersonalOccupation),
	}
	if text := row.Opened[programme.PersonalNames]; text != "" {
		data.Names = new(programme.Names)
		if err := json.Unmarshal([]byte(text), data.Names); err != nil {
			return nil, fmt.Errorf("the names of %d: %w", row.ID, errors.New("no JSON")) // the parser's error would quote them
		}
	}
	data.Categories = []*programme.Circumstance{}
	if text := row.Opened[programme.PersonalCategories]; text != "" {
		if json.Unmarshal([]byte(text), &data.Categories) != nil { // its error would quote them
			return nil, fmt.Errorf("the circumstances of %d: %w", row.ID, errors.New("no JSON"))
		}
	}
	if text := row.Opened[programme.PersonalGuardian]; text != "" {
		data.Guardian = new(programme.Guardian)
		if err := json.Unmarshal([]byte(text), data.Guardian); err != nil {
			return nil, fmt.Errorf("the guardian of %d: %w", row.ID, errors.New("no JSON"))
		}
	}
	return data, nil
}

func opened[T ~string](row *ent.Youth, field programme.PersonalField) *T {
	value, ok := row.Opened[field]
	if !ok {
		return nil
	}
	typed := T(value)
	return &typed
}
