//go:build !race

package graph_test

import (
	"fmt"
	"slices"
	"time"

	"zhas/ent"
	"zhas/ent/rolegrant"
	"zhas/internal/programme"
	"zhas/internal/testkit"
	"zhas/internal/viewer"
)

// glassy are the viewers who have, or had while they held their roles, exceptional
// access to somebody.
func glassy() []string {
	return slices.Concat([]string{string(viewer.RegionalCoordinator), string(viewer.MinistryAnalyst)}, formerly)
}

// exceptional writes, for everybody who may have it and for those who might once,
// exceptional access to young people of another region: one that lasts, one that is
// over, one that was ended and reviewed; and the asking that found nobody. Analysts
// have it to somebody here too.
func (w *countryWriter) exceptional() {
	for _, kind := range glassy() {
		w.exceptionalTo(kind, there)
	}
	w.exceptionalTo(string(viewer.MinistryAnalyst), here)
}

func (w *countryWriter) exceptionalTo(kind, where string) {
	tx, ctx := w.tx, w.ctx
	for _, state := range []string{"lasts", "over", "ended and reviewed", "found nobody"} {
		l := label{what: "to a young person", state: state, owners: ownersOf(kind), region: where}
		at := w.instant()
		create := tx.ExceptionalAccess.Create().SetAccountID(w.accounts[kind]).SetOutcome(programme.ExceptionalOpened).SetSoughtBy(programme.PersonalIIN).
			SetPurpose(programme.ReadingContact).SetReason("жарақат алған қатысушының туысына хабарласу").SetBegunAt(at).
			SetEndsAt(at.Add(programme.ExceptionalAccessLasts))
		person := 0
		switch state {
		case "found nobody":
			l.what, l.region = "", ""
			create.SetOutcome(programme.ExceptionalNotFound)
			create.Mutation().ResetEndsAt()
		case "over":
			create.SetBegunAt(at.Add(-programme.ExceptionalAccessLasts)).SetEndsAt(at)
		case "ended and reviewed":
			create.SetEndedAt(at).SetReviewedAt(at).SetReviewedByID(w.accounts[string(viewer.Administrator)]).
				SetVerdict(programme.VerdictJustified).SetReviewNote("дұрыс")
		}
		if state != "found nobody" {
			person = w.tells(0)
			opened := label{what: "opened by exceptional access", state: state, owners: ownersOf(kind), region: where}
			youth := saved(w, func(r *ent.Youth) int { return r.ID }, opened)(tx.Youth.Create().SetPersonID(person).
				SetFamilyName(fmt.Sprint("Әбенова ", w.next())).SetGivenName("Айым").SetRegionID(w.regions[where]).SetRegisteredAt(w.instant()).Save(ctx))
			w.held(opened, youth, person)
			create.SetYouthID(youth)
		}
		access := saved(w, func(r *ent.ExceptionalAccess) int { return r.ID }, l)(create.Save(ctx))
		if person == 0 {
			continue
		}
		look, err := tx.DataAccess.Create().SetAccountID(w.accounts[kind]).SetPurpose(programme.ReadingContact).SetNote("жарақат").
			SetFields([]programme.PersonalField{programme.PersonalPhone}).SetPeople([]int{person}).SetReadAt(w.instant()).SetExceptionalAccessID(access).Save(ctx)
		saved(w, func(r *ent.DataAccess) int { return r.ID }, label{what: "seen by exceptional access", state: state, owners: ownersOf(kind), region: where})(look, err)
		if err == nil {
			err = tx.DataAccessPerson.Create().SetAccessID(look.ID).SetPersonID(person).Exec(ctx)
		}
		if err != nil && w.err == nil {
			w.err = err
		}
	}
}

// breaking are the ways of asking for exceptional access.
func breaking() []deed {
	ask := func(about string, number func(d *doing) (string, int)) deed {
		return deed{about: about, personal: true, prepare: func(d *doing, a *actor) target {
			iin, youth := number(d)
			// Whoever looks after the platform is told.
			ctx := viewer.AsSystem(d.t.Context())
			told := d.client.RoleGrant.Query().Where(rolegrant.RoleEQ(viewer.Administrator)).AllX(ctx)
			subjects := []int{a.account, youth}
			for _, grant := range told {
				subjects = append(subjects, grant.AccountID)
			}
			return target{with("person", with("identityNumber", iin), "purpose", "CONTACT", "reason", "туысына шұғыл хабарласу керек"), subjects}
		}}
	}
	of := func(where string, stopped bool) func(d *doing) (string, int) {
		return func(d *doing) (string, int) {
			id := d.profile(0, where, stopped)
			row := d.client.Youth.GetX(viewer.AsSystem(d.t.Context()), id)
			opened, err := d.site.accounts.Records.Open(d.t.Context(), []programme.PersonalField{programme.PersonalIIN}, row.PersonID)
			if err != nil {
				d.t.Fatal(err)
			}
			return opened[row.PersonID][programme.PersonalIIN], id
		}
	}
	return []deed{
		ask("to a young person of another region", of(there, false)),
		ask("to a young person of the region", of(here, false)),
		ask("to whom whose data is not to be used", of(there, true)),
		ask("to nobody", func(d *doing) (string, int) { return programme.InventedIdentificationNumber(4_000_000 + d.next()), 0 }),
	}
}

// opened is an exceptional access of an account to a young person.
func (d *doing) opened(account int, where string, change func(*ent.ExceptionalAccessCreate)) (id int) {
	d.t.Helper()
	var youth *int
	if where != "" {
		id := d.profile(0, where, false)
		youth = &id
	}
	ctx, at := testkit.Setup(viewer.AsSystem(d.t.Context())), time.Now().UTC().Truncate(time.Microsecond)
	d.within(func(tx *ent.Tx) error {
		create := tx.ExceptionalAccess.Create().SetAccountID(account).SetNillableYouthID(youth).SetOutcome(programme.ExceptionalOpened).
			SetSoughtBy(programme.PersonalPhone).SetPurpose(programme.ReadingContact).SetReason("туысына шұғыл хабарласу керек").
			SetBegunAt(at).SetEndsAt(at.Add(programme.ExceptionalAccessLasts))
		if change != nil {
			change(create)
		}
		row, err := create.Save(ctx)
		if err == nil {
			id = row.ID
		}
		return err
	})
	return id
}

// eachExceptional is a mutation about an exceptional access.
func eachExceptional(more map[string]any) []deed {
	input := func(id int) map[string]any {
		given := with("access", fmt.Sprint(id))
		for name, value := range more {
			given[name] = value
		}
		return given
	}
	somebodys := func(about, where string, change func(*ent.ExceptionalAccessCreate)) deed {
		return deed{about: about, id: "access", personal: true, prepare: func(d *doing, _ *actor) target {
			of := d.somebody(withFactor, term{role: viewer.MinistryAnalyst})
			id := d.opened(of.account, where, change)
			return target{input(id), []int{id}}
		}}
	}
	return []deed{
		{about: "their own", id: "access", personal: true, prepare: func(d *doing, a *actor) target {
			if a.account == 0 {
				return target{}
			}
			id := d.opened(a.account, there, nil)
			return target{input(id), []int{id}}
		}},
		somebodys("somebody else's, to a young person of the region", here, nil),
		somebodys("somebody else's, to a young person of another region", there, nil),
		somebodys("somebody else's, reviewed already", here, func(create *ent.ExceptionalAccessCreate) { create.SetReviewedAt(time.Now().UTC()) }),
		somebodys("somebody else's, which found nobody", "", func(create *ent.ExceptionalAccessCreate) {
			create.SetOutcome(programme.ExceptionalNotFound)
			create.Mutation().ResetEndsAt()
		}),
	}
}
