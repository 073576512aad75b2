//go:build !race

package graph_test

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	entsql "entgo.io/ent/dialect/sql"
	"github.com/pquerna/otp/totp"

	"zhas/ent"
	entaccount "zhas/ent/account"
	"zhas/ent/consent"
	"zhas/ent/migrate"
	"zhas/internal/likeness"
	"zhas/internal/people"
	"zhas/internal/personal"
	"zhas/internal/programme"
	"zhas/internal/testkit"
	"zhas/internal/viewer"
)

// doing tries the mutations.
type doing struct {
	*country
	shape
	t        *testing.T
	n        int
	actors   map[string]*actor // by kind, of those whom nothing was done to
	targets  map[string]target // by deed, of those whom nothing was done to
	counted  []int64           // rows of each table, the journal's newest entry last
	tried    map[string]bool   // fields of inputs that take an identifier
	compared map[string]bool   // refusals by mutation, field, viewer and code, about what is hidden
}

// actor is somebody who tries a mutation.
type actor struct {
	*visitor
	kind                                         string
	account, session, otherSession, endedSession int
	grant                                        int
	recoveryCode                                 string
	email                                        string
}

// target is what a deed is about: the input, and the rows that may change.
type target struct {
	input    map[string]any
	subjects []int
}

// deed is a mutation about one kind of target.
type deed struct {
	about string
	// id is the field of the input that names the target, if one does.
	id string
	// personal deeds change who does them, or need them anew.
	personal bool
	// prepare makes the target; without an input the actor has none such.
	prepare func(d *doing, a *actor) target
}

// term is what a grant is held for, and whether it counts.
type term struct {
	role         viewer.Role
	where, state string
	host         int
}

func (d *doing) next() int { d.n++; return d.n }

// within writes rows beside the journal.
func (d *doing) within(do func(tx *ent.Tx) error) {
	d.t.Helper()
	ctx := testkit.Setup(viewer.AsSystem(d.t.Context()))
	tx, err := d.client.Tx(ctx)
	if err != nil {
		d.t.Fatal(err)
	}
	if err := do(tx); err != nil {
		_ = tx.Rollback()
		d.t.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		d.t.Fatal(err)
	}
	d.counted = nil
}

// somebody writes a person with grants and a session.
func (d *doing) somebody(change func(*ent.AccountCreate), terms ...term) *actor {
	d.t.Helper()
	a := &actor{email: fmt.Sprintf("somebody%d@zhas.example", d.next())}
	ctx, now := testkit.Setup(viewer.AsSystem(d.t.Context())), time.Now().UTC().Truncate(time.Microsecond)
	d.within(func(tx *ent.Tx) error {
		person, err := d.addressee(tx, a.email)
		if err != nil {
			return err
		}
		create := tx.Account.Create().SetPersonID(person).SetName("Біреу").SetLanguage(viewer.Kazakh).SetPasswordHash(passwordHash())
		if change != nil {
			change(create)
		}
		account, err := create.Save(ctx)
		if err != nil {
			return err
		}
		a.account = account.ID
		for _, term := range terms {
			grant := tx.RoleGrant.Create().SetAccountID(a.account).SetRole(term.role).SetStartsAt(now.Add(-time.Hour))
			if term.where != "" {
				grant.SetRegionID(d.regions[term.where])
			}
			if term.host != 0 {
				grant.SetHostID(term.host)
			}
			switch term.state {
			case kindRevoked:
				grant.SetRevokedAt(now)
			case kindOver:
				grant.SetEndsAt(now)
			}
			saved, err := grant.Save(ctx)
			if err != nil {
				return err
			}
			a.grant = saved.ID
		}
		for i, id := range []*int{&a.session, &a.otherSession, &a.endedSession} {
			create := tx.Session.Create().SetAccountID(a.account).SetTokenHash(hashOf(fmt.Sprint(sessionToken(a.email), i))).SetDevice("").SetAddress("")
			if account.SecondFactorAt != nil {
				create.SetSecondFactorAt(now)
			}
			if i == 2 {
				create.SetEndedAt(now)
			}
			saved, err := create.Save(ctx)
			if err != nil {
				return err
			}
			*id = saved.ID
		}
		a.recoveryCode = fmt.Sprintf("AAAABBBBCCCC%04d", a.account%10_000)
		if _, err := tx.RecoveryCode.Create().SetAccountID(a.account).SetCodeHash(hashOf(a.recoveryCode)).Save(ctx); err != nil {
			return err
		}
		_, err = tx.Notification.Create().SetAccountID(a.account).SetKind(programme.NoticePasswordChanged).Save(ctx)
		return err
	})
	a.visitor = &visitor{site: d.site, t: d.t, cookie: &http.Cookie{Name: "__Host-zhas", Value: fmt.Sprint(sessionToken(a.email), 0)}}
	return a
}

func withFactor(create *ent.AccountCreate) {
	create.SetTotpSecret([]byte("x")).SetSecondFactorAt(time.Now().UTC().Truncate(time.Microsecond))
}

// one is somebody of a kind of viewer.
func (d *doing) one(kind string) *actor {
	d.t.Helper()
	terms := func(state string, roles ...string) (list []term) {
		for _, role := range roles {
			t := term{role: viewer.Role(role), state: state}
			switch t.role {
			case viewer.HostRepresentative:
				t.where, t.host = here, d.hosts[kind]
			case viewer.Mentor, viewer.RegionalCoordinator:
				t.where = here
			}
			list = append(list, t)
		}
		return list
	}
	var a *actor
	switch {
	case kind == kindPublic:
		a = &actor{visitor: &visitor{site: d.site, t: d.t}}
	case slices.Contains(formerly, kind):
		a = d.somebody(func(create *ent.AccountCreate) {
			withFactor(create)
			if kind == kindBlocked {
				create.SetBlockedAt(time.Now().UTC())
			}
		}, terms(kind, viewer.Role("").Values()...)...)
		if kind == kindDue {
			d.within(func(tx *ent.Tx) error {
				ctx := testkit.Setup(viewer.AsSystem(d.t.Context()))
				return tx.Session.UpdateOneID(a.session).ClearSecondFactorAt().Exec(ctx)
			})
		}
	case kind == kindEverywhere:
		a = d.somebody(withFactor, term{role: viewer.RegionalCoordinator})
	default:
		a = d.somebody(withFactor, terms("", kind)...)
	}
	a.kind = kind
	return a
}

// addressee writes whom an address is sealed for.
func (d *doing) addressee(tx *ent.Tx, email string) (id int, err error) {
	people, err := d.site.accounts.Records.Create(testkit.Setup(viewer.AsSystem(d.t.Context())), tx, personal.Values{programme.PersonalEmail: email})
	if err != nil {
		return 0, err
	}
	return people[0].ID, nil
}

// invitation writes an invitation with a link, and returns its id and the token.
func (d *doing) invitation(role viewer.Role, where, email, state string) (id int, token string) {
	d.t.Helper()
	now := time.Now().UTC().Truncate(time.Microsecond)
	token = fmt.Sprint("a link ", d.next())
	d.within(func(tx *ent.Tx) error {
		create := tx.Invitation.Create().SetRole(role).SetLanguage(viewer.Kazakh).SetExpiresAt(now.Add(time.Hour)).SetTokenHash(hashOf(token))
		if email != "" {
			person, err := d.addressee(tx, email)
			if err != nil {
				return err
			}
			create.SetPersonID(person)
		}
		if where != "" {
			create.SetRegionID(d.regions[where])
		}
		if role == viewer.HostRepresentative {
			create.SetHostID(d.hosts["other "+where])
		}
		switch state {
		case "used":
			create.SetUsedAt(now)
		case "withdrawn":
			create.SetWithdrawnAt(now)
		}
		row, err := create.Save(testkit.Setup(viewer.AsSystem(d.t.Context())))
		if err == nil {
			id = row.ID
		}
		return err
	})
	return id, token
}

// reset writes a link to choose a new password for an address.
func (d *doing) reset(email string) (id int, token string) {
	d.t.Helper()
	token = fmt.Sprint("a link ", d.next())
	d.within(func(tx *ent.Tx) error {
		person, err := d.addressee(tx, email)
		if err != nil {
			return err
		}
		row, err := tx.PasswordReset.Create().SetPersonID(person).SetLanguage(viewer.Kazakh).SetTokenHash(hashOf(token)).
			SetExpiresAt(time.Now().UTC().Add(time.Hour)).Save(testkit.Setup(viewer.AsSystem(d.t.Context())))
		if err == nil {
			id = row.ID
		}
		return err
	})
	return id, token
}

// targets are people whom mutations are about.
var targets = []struct {
	about string
	write func(d *doing) *actor
}{
	{"a young person", func(d *doing) *actor { return d.somebody(nil, term{role: viewer.Youth}) }},
	{"a host representative of the region", func(d *doing) *actor {
		return d.somebody(withFactor, term{role: viewer.HostRepresentative, where: here, host: d.hosts["other "+here]})
	}},
	{"a mentor of the region", func(d *doing) *actor { return d.somebody(withFactor, term{role: viewer.Mentor, where: here}) }},
	{"a mentor of another region", func(d *doing) *actor { return d.somebody(withFactor, term{role: viewer.Mentor, where: there}) }},
	{"a mentor of both regions", func(d *doing) *actor {
		return d.somebody(withFactor, term{role: viewer.Mentor, where: there}, term{role: viewer.Mentor, where: here})
	}},
	{"a mentor of every region", func(d *doing) *actor { return d.somebody(withFactor, term{role: viewer.Mentor}) }},
	{"a committee member", func(d *doing) *actor { return d.somebody(withFactor, term{role: viewer.CommitteeMember}) }},
	{"a coordinator of the region", func(d *doing) *actor {
		return d.somebody(withFactor, term{role: viewer.RegionalCoordinator, where: here})
	}},
	{"a coordinator of another region", func(d *doing) *actor {
		return d.somebody(withFactor, term{role: viewer.RegionalCoordinator, where: there})
	}},
	{"an analyst", func(d *doing) *actor { return d.somebody(withFactor, term{role: viewer.MinistryAnalyst}) }},
	{"an administrator", func(d *doing) *actor { return d.somebody(withFactor, term{role: viewer.Administrator}) }},
	{"a mentor of the region who is a young person too", func(d *doing) *actor {
		return d.somebody(withFactor, term{role: viewer.Youth}, term{role: viewer.Mentor, where: here})
	}},
	{"a mentor of the region who is an administrator too", func(d *doing) *actor {
		return d.somebody(withFactor, term{role: viewer.Administrator}, term{role: viewer.Mentor, where: here})
	}},
	{"a mentor of the region whose role is revoked", func(d *doing) *actor {
		return d.somebody(withFactor, term{role: viewer.Mentor, where: here, state: kindRevoked})
	}},
	{"a mentor of the region whose role is over", func(d *doing) *actor {
		return d.somebody(withFactor, term{role: viewer.Mentor, where: here, state: kindOver})
	}},
}

// eachPerson is a mutation about an account, of each person.
func eachPerson(more map[string]any, inputs ...func(d *doing) map[string]any) []deed {
	input := func(d *doing, id int) map[string]any {
		given := map[string]any{"account": fmt.Sprint(id)}
		maps.Copy(given, more)
		for _, of := range inputs {
			maps.Copy(given, of(d))
		}
		return given
	}
	deeds := []deed{{about: "themselves", id: "account", personal: true, prepare: func(d *doing, a *actor) target {
		if a.account == 0 {
			return target{}
		}
		return target{input(d, a.account), []int{a.account}}
	}}}
	for _, person := range targets {
		deeds = append(deeds, deed{about: person.about, id: "account", prepare: func(d *doing, _ *actor) target {
			of := person.write(d)
			return target{input(d, of.account), []int{of.account}}
		}})
	}
	return deeds
}

// blocked blocks the accounts that deeds are about, but for who does them.
func blocked(deeds []deed) []deed {
	for i, deed := range deeds {
		deeds[i].prepare = func(d *doing, a *actor) target {
			about := deed.prepare(d, a)
			if !deed.personal {
				d.within(func(tx *ent.Tx) error {
					return tx.Account.UpdateOneID(about.subjects[0]).SetBlockedAt(time.Now().UTC()).SetBlockedReason("кетті").
						Exec(testkit.Setup(viewer.AsSystem(d.t.Context())))
				})
			}
			return about
		}
	}
	return deeds
}

// eachGrant is a mutation about a role grant, the last one of each person.
func eachGrant() []deed {
	deeds := []deed{{about: "their own", id: "roleGrant", personal: true, prepare: func(d *doing, a *actor) target {
		if a.grant == 0 {
			return target{}
		}
		return target{map[string]any{"roleGrant": fmt.Sprint(a.grant)}, []int{a.grant, a.account}}
	}}}
	for _, person := range targets {
		deeds = append(deeds, deed{about: "that of " + person.about, id: "roleGrant", prepare: func(d *doing, _ *actor) target {
			of := person.write(d)
			return target{map[string]any{"roleGrant": fmt.Sprint(of.grant)}, []int{of.grant, of.account}}
		}})
	}
	return deeds
}

// eachRole is a mutation that gives a role, of each role and what it may be held for.
func eachRole(input func(d *doing) target) []deed {
	var deeds []deed
	add := func(about, id string, role viewer.Role, held func(d *doing, a *actor) map[string]any) {
		deeds = append(deeds, deed{about: about, id: id, prepare: func(d *doing, a *actor) target {
			given := input(d)
			given.input["role"] = string(role)
			if held != nil {
				maps.Copy(given.input, held(d, a))
			}
			return given
		}})
	}
	in := func(where string) func(d *doing, _ *actor) map[string]any {
		return func(d *doing, _ *actor) map[string]any { return map[string]any{"region": fmt.Sprint(d.regions[where])} }
	}
	of := func(where string) func(d *doing, _ *actor) map[string]any {
		return func(d *doing, _ *actor) map[string]any {
			return map[string]any{"host": fmt.Sprint(d.hosts["other "+where])}
		}
	}
	add("host representative of an organisation of the region", "host", viewer.HostRepresentative, of(here))
	add("host representative of an organisation of another region", "host", viewer.HostRepresentative, of(there))
	deeds = append(deeds, deed{about: "host representative of their own organisation", id: "host", prepare: func(d *doing, a *actor) target {
		host := d.hosts[a.kind]
		if host == 0 {
			return target{}
		}
		given := input(d)
		given.input["role"], given.input["host"] = string(viewer.HostRepresentative), fmt.Sprint(host)
		return given
	}})
	for _, role := range viewer.Role("").Values() {
		if role := viewer.Role(role); role != viewer.HostRepresentative {
			name := words(string(role))
			add(name+" of the region", "region", role, in(here))
			add(name+" of another region", "region", role, in(there))
			add(name+" of every region", "", role, nil)
		}
	}
	return deeds
}

// eachInvitation is a mutation about an invitation.
func eachInvitation() []deed {
	var deeds []deed
	for _, i := range []struct {
		about, where, state string
		role                viewer.Role
	}{
		{"to represent a host organisation of the region", here, "", viewer.HostRepresentative},
		{"to represent a host organisation of another region", there, "", viewer.HostRepresentative},
		{"to be a mentor of the region", here, "", viewer.Mentor},
		{"to be a mentor of another region", there, "", viewer.Mentor},
		{"to be a mentor of every region", "", "", viewer.Mentor},
		{"to be a mentor of the region, used", here, "used", viewer.Mentor},
		{"to be a mentor of the region, withdrawn", here, "withdrawn", viewer.Mentor},
		{"to be a coordinator of the region", here, "", viewer.RegionalCoordinator},
		{"to be a committee member", "", "", viewer.CommitteeMember},
		{"to be an analyst", "", "", viewer.MinistryAnalyst},
		{"to be an administrator", "", "", viewer.Administrator},
		{"of a young person who registers", "", "", viewer.Youth},
	} {
		deeds = append(deeds, deed{about: i.about, id: "invitation", prepare: func(d *doing, _ *actor) target {
			id, _ := d.invitation(i.role, i.where, fmt.Sprintf("guest%d@zhas.example", d.next()), i.state)
			return target{map[string]any{"invitation": fmt.Sprint(id)}, []int{id}}
		}})
	}
	return deeds
}

// ownDeed is a mutation about who asks.
func ownDeed(about string, input func(a *actor) map[string]any) deed {
	return deed{about: about, personal: true, prepare: func(_ *doing, a *actor) target { return target{input(a), []int{a.account, a.session}} }}
}

// with is the input of pairs of fields and values.
func with(pairs ...any) map[string]any {
	input := map[string]any{}
	for i := 0; i < len(pairs); i += 2 {
		input[pairs[i].(string)] = pairs[i+1]
	}
	return input
}

// link is a mutation that takes a link.
func link(about string, made func(d *doing, a *actor) (token string, subjects []int), more ...any) deed {
	return deed{about: about, personal: true, prepare: func(d *doing, a *actor) target {
		token, subjects := made(d, a)
		if token == "" {
			return target{}
		}
		input := with(append(slices.Clone(more), "token", token)...)
		if _, asked := input["email"]; asked {
			input["email"] = newAddress(d, a)
		}
		return target{input, append(subjects, a.account, a.session)}
	}}
}

func noLink(d *doing, _ *actor) (string, []int) { return fmt.Sprint("no link ", d.next()), nil }

func linkTo(email func(d *doing, a *actor) string, state string) func(d *doing, a *actor) (string, []int) {
	return func(d *doing, a *actor) (string, []int) {
		address := email(d, a)
		if address == "" {
			return "", nil
		}
		id, token := d.invitation(viewer.Mentor, here, address, state)
		return token, []int{id}
	}
}

func newAddress(d *doing, _ *actor) string { return fmt.Sprintf("newcomer%d@zhas.example", d.next()) }

// deeds are what each mutation is tried with.
func deeds() map[string][]deed {
	const newPassword = "a pear and an apple"
	newcomer := []any{"name", "Жаңа", "password", newPassword, "language", "kk"}
	somebody := func(d *doing, _ *actor) string { return d.somebody(nil, term{role: viewer.Youth}).email }
	session := func(about string, id func(d *doing, a *actor) int) deed {
		return deed{about: about, id: "session", personal: true, prepare: func(d *doing, a *actor) target {
			session := id(d, a)
			if session == 0 {
				return target{}
			}
			return target{with("session", fmt.Sprint(session)), []int{session}}
		}}
	}
	address := func(about string, email func(d *doing, a *actor) string) deed {
		return deed{about: about, prepare: func(d *doing, a *actor) target { return target{with("email", email(d, a), "language", "kk"), nil} }}
	}
	code := func(about string, code func(d *doing, a *actor) string) deed {
		return deed{about: about, personal: true, prepare: func(d *doing, a *actor) target {
			return target{with("code", code(d, a)), []int{a.account, a.session}}
		}}
	}
	wrongCode := func(*doing, *actor) string { return "000000" }
	return map[string][]deed{
		"createAdministrator": {
			link("with the link that the server printed", func(d *doing, _ *actor) (string, []int) {
				id, token := d.invitation(viewer.Administrator, "", "", "")
				return token, []int{id}
			}, append(slices.Clone(newcomer), "email", "")...),
			link("with a link that was sent", linkTo(newAddress, ""), append(slices.Clone(newcomer), "email", "")...),
			link("with no link", noLink, append(slices.Clone(newcomer), "email", "")...),
		},
		"registerAccount": {address("at an address without an account", newAddress), address("at an address with an account", somebody)},
		"openInvitation":  {link("with a link", linkTo(newAddress, "")), link("with a used link", linkTo(newAddress, "used")), link("with no link", noLink)},
		"acceptInvitation": {
			link("to an address without an account", linkTo(newAddress, ""), newcomer...),
			link("to their own address", linkTo(func(_ *doing, a *actor) string { return a.email }, ""), newcomer...),
			link("to somebody else's address", linkTo(somebody, ""), newcomer...),
			link("used already", linkTo(newAddress, "used"), newcomer...),
			link("withdrawn", linkTo(newAddress, "withdrawn"), newcomer...),
			link("with no link", noLink, newcomer...),
		},
		"signIn": {
			{about: "with the password", personal: true, prepare: func(d *doing, a *actor) target {
				of := d.somebody(nil, term{role: viewer.Youth})
				return target{with("email", of.email, "password", pass), []int{of.account, a.session}}
			}},
			{about: "with a wrong password", personal: true, prepare: func(d *doing, a *actor) target {
				return target{with("email", somebody(d, a), "password", newPassword), nil}
			}},
			{about: "at an address without an account", personal: true, prepare: func(d *doing, a *actor) target {
				return target{with("email", newAddress(d, a), "password", pass), nil}
			}},
			{about: "who is blocked", personal: true, prepare: func(d *doing, _ *actor) target {
				of := d.somebody(func(create *ent.AccountCreate) { create.SetBlockedAt(time.Now().UTC()) }, term{role: viewer.Youth})
				return target{with("email", of.email, "password", pass), nil}
			}},
		},
		"startSecondFactor": {
			ownDeed("with the password", func(*actor) map[string]any { return with("password", pass) }),
			ownDeed("with a wrong password", func(*actor) map[string]any { return with("password", newPassword) }),
		},
		"enrolSecondFactor": {
			code("with a code of what was offered", func(d *doing, a *actor) string {
				payload := d.mutate(a, "startSecondFactor", with("password", pass))
				secret, offered := payload["secret"].(string)
				if !offered {
					return "000000"
				}
				code, err := totp.GenerateCode(secret, time.Now())
				if err != nil {
					d.t.Fatal(err)
				}
				return code
			}),
			code("with a wrong code", wrongCode),
		},
		"confirmSecondFactor": {
			code("with a recovery code", func(_ *doing, a *actor) string {
				return a.recoveryCode + strings.Repeat("0", max(0, 6-len(a.recoveryCode)))
			}),
			code("with a wrong code", func(*doing, *actor) string { return "AAAABBBBCCCCDDDD" }),
		},
		"signOut": {ownDeed("their own", func(*actor) map[string]any { return map[string]any{} })},
		"endSession": {
			session("the one at hand", func(_ *doing, a *actor) int { return a.session }),
			session("another one of theirs", func(_ *doing, a *actor) int { return a.otherSession }),
			session("one of theirs that is ended", func(_ *doing, a *actor) int { return a.endedSession }),
			session("somebody else's", func(d *doing, _ *actor) int { return d.somebody(nil).session }),
		},
		"endOtherSessions": {ownDeed("their own", func(*actor) map[string]any { return map[string]any{} })},
		"changePassword": {
			ownDeed("with the password", func(*actor) map[string]any { return with("currentPassword", pass, "newPassword", newPassword) }),
			ownDeed("with a wrong password", func(*actor) map[string]any { return with("currentPassword", newPassword, "newPassword", newPassword) }),
		},
		"requestPasswordReset": {address("at an address without an account", newAddress), address("at an address with an account", somebody)},
		"resetPassword": {
			link("with a link", func(d *doing, _ *actor) (string, []int) {
				of := d.somebody(nil)
				id, token := d.reset(of.email)
				return token, []int{id, of.account}
			}, "newPassword", newPassword),
			link("with no link", noLink, "newPassword", newPassword),
		},
		"updateProfile":      {ownDeed("their own", func(*actor) map[string]any { return with("name", "Басқа", "language", "ru") })},
		"readNotifications":  {ownDeed("their own", func(*actor) map[string]any { return map[string]any{} })},
		"inviteStaff":        eachRole(func(d *doing) target { return target{with("email", newAddress(d, nil), "language", "kk"), nil} }),
		"withdrawInvitation": eachInvitation(),
		"grantRole": append(eachPerson(with("role", string(viewer.Mentor)), func(d *doing) map[string]any { return with("region", fmt.Sprint(d.regions[here])) }),
			eachRole(func(d *doing) target {
				of := d.somebody(withFactor, term{role: viewer.Mentor, where: here})
				return target{with("account", fmt.Sprint(of.account)), []int{of.account}}
			})...),
		"revokeRole":        eachGrant(),
		"blockAccount":      eachPerson(with("reason", "кетті")),
		"unblockAccount":    blocked(eachPerson(nil)),
		"resetSecondFactor": eachPerson(with("reason", "жоғалтты")),
		"registerYouth": {
			{about: "their own", id: "region", personal: true, prepare: func(d *doing, a *actor) target {
				return target{with("consentVersion", people.ConsentVersion, "publication", true, "region", fmt.Sprint(d.regions[here]), "data", d.data()), []int{a.account}}
			}},
			{about: "their own, with a locality", id: "locality", personal: true, prepare: func(d *doing, a *actor) target {
				return target{with("consentVersion", people.ConsentVersion, "publication", false, "region", fmt.Sprint(d.regions[here]),
					"locality", fmt.Sprint(d.villages[here]), "data", d.data()), []int{a.account}}
			}},
			{about: "their own, of a minor", id: "region", personal: true, prepare: func(d *doing, a *actor) target {
				return target{with("consentVersion", people.ConsentVersion, "publication", true, "region", fmt.Sprint(d.regions[here]), "data", d.minorsData()), []int{a.account}}
			}},
			{about: "their own, of a minor whose guardian agreed", id: "region", personal: true, prepare: func(d *doing, a *actor) target {
				if a.account != 0 {
					d.guardianRequest(a.account, "agreed")
				}
				return target{with("consentVersion", people.ConsentVersion, "publication", true, "region", fmt.Sprint(d.regions[here]), "data", d.minorsData()), []int{a.account}}
			}},
		},
		"correctPersonalData": {
			ownYouth("region", false, func(d *doing) map[string]any { return with("region", fmt.Sprint(d.regions[here]), "data", d.data()) }),
			ownYouth("locality", false, func(d *doing) map[string]any {
				return with("region", fmt.Sprint(d.regions[here]), "locality", fmt.Sprint(d.villages[here]), "data", d.data())
			}),
			minors(ownYouth("region", false, func(d *doing) map[string]any {
				return with("region", fmt.Sprint(d.regions[here]), "data", d.minorsData())
			})),
		},
		"stopProcessing":      {ownYouth("", false, func(*doing) map[string]any { return map[string]any{} })},
		"resumeProcessing":    {ownYouth("", true, func(*doing) map[string]any { return map[string]any{} })},
		"withdrawPublication": {ownYouth("", false, func(*doing) map[string]any { return map[string]any{} })},
		"erasePersonalData":   {ownYouth("", false, func(*doing) map[string]any { return with("password", pass) })},
		"attestCategory": {
			{about: "of the region", id: "youth", prepare: func(d *doing, _ *actor) target { return d.attestedFor(here, false) }},
			{about: "of another region", id: "youth", prepare: func(d *doing, _ *actor) target { return d.attestedFor(there, false) }},
			{about: "whose data is not to be used", id: "youth", prepare: func(d *doing, _ *actor) target { return d.attestedFor(here, true) }},
		},
		"beginExceptionalAccess":  breaking(),
		"endExceptionalAccess":    eachExceptional(nil),
		"reviewExceptionalAccess": eachExceptional(with("verdict", "NOT_JUSTIFIED", "note", "себебі жеткіліксіз")),
		"askGuardian": {
			ownDeed("for themselves", func(a *actor) map[string]any {
				return with("name", "Гүлнар", "email", "guardian.of."+a.email+"x")
			}),
			{about: "for themselves, again", personal: true, prepare: func(d *doing, a *actor) target {
				subjects := []int{a.account}
				if a.account != 0 {
					id, _ := d.guardianRequest(a.account, "")
					subjects = append(subjects, id)
				}
				return target{with("name", "Гүлнар", "phone", fmt.Sprintf("+7701%07d", d.next())), subjects}
			}},
			{about: "for themselves, when one agreed", personal: true, prepare: func(d *doing, a *actor) target {
				if a.account != 0 {
					d.guardianRequest(a.account, "agreed")
				}
				return target{with("name", "Гүлнар", "email", newAddress(d, a)), []int{a.account}}
			}},
		},
		"openGuardianRequest":     eachGuardianLink(),
		"answerGuardianRequest":   append(eachGuardianLink("agree", false), eachGuardianLink("agree", true, "consentVersion", people.GuardianConsentVersion, "publication", true, "name", "Гүлнар", "relation", "PARENT")...),
		"withdrawGuardianConsent": eachGuardianLink(),
		"giveConsent": {
			ownYouth("", false, func(*doing) map[string]any { return with("consentVersion", people.ConsentVersion, "publication", true) }),
		},
		"attestYouth": {
			{about: "of the region", id: "youth", prepare: func(d *doing, _ *actor) target { return d.attested(here, false) }},
			{about: "of another region", id: "youth", prepare: func(d *doing, _ *actor) target { return d.attested(there, false) }},
			{about: "whose data is not to be used", id: "youth", prepare: func(d *doing, _ *actor) target { return d.attested(here, true) }},
		},
		"mergeYouths":         append(eachCase(programme.DuplicateOpen, true), deed{about: "of one region", id: "keep", prepare: func(d *doing, _ *actor) target { return d.duplicate(programme.DuplicateOpen, true, here, false) }}),
		"keepYouthsApart":     eachCase(programme.DuplicateOpen, false),
		"reopenDuplicateCase": eachCase(programme.DuplicateKeptApart, false),
	}
}

// ownYouth is a mutation about the profile of who asks, which may name a row by an
// identifier.
func ownYouth(id string, stopped bool, input func(d *doing) map[string]any) deed {
	about := "their own"
	if id == "locality" {
		about = "their own, with a locality"
	}
	return deed{about: about, id: id, personal: true, prepare: func(d *doing, a *actor) target {
		subjects := []int{a.account, a.session}
		if a.account != 0 {
			subjects = append(subjects, d.profile(a.account, here, stopped))
		}
		return target{input(d), subjects}
	}}
}

// minors is a deed about oneself as a minor.
func minors(of deed) deed {
	of.about += ", of a minor"
	return of
}

// minorsData is what a young person under eighteen tells of themself.
func (d *doing) minorsData() map[string]any {
	data := d.data()
	data["birthDate"] = time.Now().AddDate(-17, 0, 0).Format(time.DateOnly)
	return data
}

// guardianRequest writes a request to the guardian of the owner of an account, with
// a link, and returns its id and the token.
func (d *doing) guardianRequest(account int, state string) (id int, token string) {
	d.t.Helper()
	now := time.Now().UTC().Truncate(time.Microsecond)
	token = fmt.Sprint("a link ", d.next())
	d.within(func(tx *ent.Tx) error {
		ctx := testkit.Setup(viewer.AsSystem(d.t.Context()))
		of, err := tx.Account.Get(ctx, account)
		if err != nil {
			return err
		}
		err = d.site.accounts.Records.Update(ctx, tx, of.PersonID, personal.Values{programme.PersonalGuardian: `{"name":"Гүлнар","email":"guardian@zhas.example"}`})
		if err != nil {
			return err
		}
		create := tx.GuardianRequest.Create().SetPersonID(of.PersonID).SetLanguage(viewer.Kazakh).SetTokenHash(hashOf(token)).SetExpiresAt(now.Add(time.Hour))
		switch state {
		case "replaced":
			create.SetCancelledAt(now)
		case "out of date":
			create.SetExpiresAt(now)
		case "declined":
			create.SetAnsweredAt(now).SetAnswer(programme.GuardianDeclined)
		case "agreed":
			create.SetAnsweredAt(now).SetAnswer(programme.GuardianAgreed)
			err := tx.Consent.Create().SetPersonID(of.PersonID).SetPurpose(programme.ConsentParticipation).SetTextVersion(people.GuardianConsentVersion).
				SetLanguage(viewer.Kazakh).SetOperator("Оператор").SetGivenBy(programme.GivenByGuardian).
				SetEndsOn(programme.Date(now.AddDate(1, 0, 0).Format(time.DateOnly))).Exec(ctx)
			if err != nil {
				return err
			}
		}
		row, err := create.Save(ctx)
		if err == nil {
			id = row.ID
		}
		return err
	})
	return id, token
}

// eachGuardianLink is a mutation by the link of a request to a guardian, of each
// state.
func eachGuardianLink(more ...any) []deed {
	about := "with a link"
	if len(more) > 0 {
		about = map[any]string{true: "agreeing with a link", false: "declining with a link"}[more[1]]
	}
	var deeds []deed
	for _, state := range []string{"", "agreed", "declined", "replaced", "out of date"} {
		named := about
		if state != "" {
			named += ", " + state
		}
		deeds = append(deeds, link(named, func(d *doing, _ *actor) (string, []int) {
			of := d.somebody(nil, term{role: viewer.Youth})
			youth := d.profile(of.account, here, false)
			id, token := d.guardianRequest(of.account, state)
			return token, []int{id, of.account, youth}
		}, more...))
	}
	return append(deeds, link(strings.Replace(about, "a link", "no link", 1), noLink, more...))
}

// profile writes a young person, who may have an account.
func (d *doing) profile(account int, where string, stopped bool) (id int) {
	d.t.Helper()
	ctx := testkit.Setup(viewer.AsSystem(d.t.Context()))
	d.within(func(tx *ent.Tx) error {
		person := 0
		create := tx.Youth.Create().SetFamilyName("Әбенова").SetGivenName("Айым").SetRegionID(d.regions[where])
		if account != 0 {
			row, err := tx.Account.Get(ctx, account)
			if err != nil {
				return err
			}
			person = row.PersonID
			create.SetAccountID(account)
			if err := d.site.accounts.Records.Update(ctx, tx, person, personal.Values{programme.PersonalBirthDate: "2001-02-03"}); err != nil {
				return err
			}
			purposes := []programme.ConsentPurpose{programme.ConsentPublication}
			if stopped { // to be resumed
				purposes = append(purposes, programme.ConsentParticipation)
			}
			ends := programme.Date(time.Now().AddDate(1, 0, 0).Format(time.DateOnly))
			for _, purpose := range purposes {
				err = tx.Consent.Create().SetPersonID(person).SetPurpose(purpose).SetTextVersion(people.ConsentVersion).
					SetLanguage(viewer.Kazakh).SetOperator("Оператор").SetEndsOn(ends).Exec(ctx)
				if err != nil {
					return err
				}
			}
		} else {
			held, err := d.site.accounts.Records.Create(ctx, tx, personal.Values{
				programme.PersonalIIN:        programme.InventedIdentificationNumber(5_000_000 + d.next()),
				programme.PersonalCategories: `[{"category":"ORPHAN","attestation":"DECLARED"}]`,
			})
			if err != nil {
				return err
			}
			person = held[0].ID
			err = tx.Consent.Create().SetPersonID(person).SetPurpose(programme.ConsentParticipation).SetTextVersion(people.ConsentVersion).
				SetLanguage(viewer.Kazakh).SetOperator("Оператор").SetEndsOn(programme.Date(time.Now().AddDate(1, 0, 0).Format(time.DateOnly))).Exec(ctx)
			if err != nil {
				return err
			}
		}
		if stopped {
			create.SetProcessingStoppedAt(time.Now().UTC())
		}
		row, err := create.SetPersonID(person).Save(ctx)
		if err == nil {
			id = row.ID
		}
		return err
	})
	return id
}

// attested is a young person whose document is to be attested.
func (d *doing) attested(where string, stopped bool) target {
	id := d.profile(0, where, stopped)
	return target{with("youth", fmt.Sprint(id)), []int{id}}
}

// attestedFor is a young person for a circumstance of whom a document is to be
// attested.
func (d *doing) attestedFor(where string, stopped bool) target {
	id := d.profile(0, where, stopped)
	person := d.client.Youth.GetX(viewer.AsSystem(d.t.Context()), id).PersonID // who holds how it is known
	return target{with("youth", fmt.Sprint(id), "category", "ORPHAN"), []int{id, person}}
}

// eachCase is a decision about possible duplicates, of one region and of two.
func eachCase(state programme.DuplicateState, keep bool) []deed {
	return []deed{
		{about: "of one region", id: "case", prepare: func(d *doing, _ *actor) target { return d.duplicate(state, keep, here, false) }},
		{about: "of two regions", id: "case", prepare: func(d *doing, _ *actor) target { return d.duplicate(state, keep, there, false) }},
		{about: "whose data is not to be used", id: "case", prepare: func(d *doing, _ *actor) target { return d.duplicate(state, keep, here, true) }},
	}
}

// duplicate is a case about a young person of here and one of another place.
func (d *doing) duplicate(state programme.DuplicateState, keep bool, where string, stopped bool) target {
	one, two := d.profile(0, here, stopped), d.profile(0, where, false)
	id := 0
	d.within(func(tx *ent.Tx) error {
		row, err := tx.DuplicateCase.Create().SetFirstID(one).SetSecondID(two).SetScore(77).SetSameNumber(true).SetState(state).
			SetFamilyName(likeness.AgreementSame).SetGivenName(likeness.AgreementSame).SetPatronymic(likeness.AgreementUnknown).
			SetBirthDate(likeness.AgreementUnknown).SetPhone(likeness.AgreementUnknown).SetNamesSwapped(false).
			Save(testkit.Setup(viewer.AsSystem(d.t.Context())))
		if err == nil {
			id = row.ID
		}
		return err
	})
	input := with("case", fmt.Sprint(id))
	if keep {
		input["keep"] = fmt.Sprint(one)
	}
	return target{input, []int{id, one, two}}
}

// data is what a young person tells of themself.
func (d *doing) data() map[string]any {
	return with("kazakhName", with("family", "Серікова", "given", "Айым"), "birthDate", "2001-02-03", "phone", "+77011234567",
		"iin", programme.InventedIdentificationNumber(5_000_000+d.next()), "categories", []string{"ORPHAN"})
}

// try tries every mutation as every kind of viewer.
func (d *doing) try(into *matrix) {
	all := deeds()
	for _, f := range d.own(d.Mutation.Name) {
		if len(all[f.Name]) == 0 {
			d.t.Errorf("the mutation %s is tried nowhere: see deeds in authorisation_doing_test.go", f.Name)
		}
		for _, deed := range all[f.Name] {
			for _, kind := range kinds() {
				d.deed(f.Name, deed, kind, into)
			}
		}
		if f.Arguments.ForName("input") == nil {
			continue
		}
		for _, field := range d.Types[f.Arguments.ForName("input").Type.Name()].Fields {
			if field.Type.Name() == "ID" && !d.tried[f.Name+"."+field.Name] {
				d.t.Errorf("no deed names %s of %s by an identifier: see deeds in authorisation_doing_test.go", field.Name, f.Name)
			}
		}
	}
}

// deed tries one mutation about one target as one kind of viewer.
func (d *doing) deed(name string, deed deed, kind string, into *matrix) {
	d.t.Helper()
	where := fmt.Sprintf("%s %s by %s", name, deed.about, kind)
	a := d.actors[kind]
	if a == nil || deed.personal {
		a = d.one(kind)
		if !deed.personal {
			d.actors[kind] = a
		}
	}
	key := name + deed.about
	about, known := d.targets[key]
	if strings.Contains(deed.about, "their own") || deed.personal || !known {
		about = deed.prepare(d, a)
		d.targets[key] = about
	}
	if about.input == nil {
		into.deed(name, deed.about, kind, "")
		return
	}
	d.tried[name+"."+deed.id] = true
	before := d.state()
	response := d.send(a, name, about.input)
	payload := d.payload(response, name)
	if codes := texts(d.t, payload["userErrors"], "code"); len(codes) > 0 {
		d.counted = nil
		if after := d.state(); !slices.Equal(before, after) {
			d.t.Errorf("%s is refused with %v, and the database changed: %s", where, codes, difference(before, after))
		}
		into.deed(name, deed.about, kind, words(strings.Join(codes, ", ")))
		if refusal := fmt.Sprint(name, deed.id, kind, codes); deed.id != "" && !d.compared[refusal] {
			d.compared[refusal] = d.hidden(where, a, name, deed.id, about.input, response)
		}
		return
	}
	into.deed(name, deed.about, kind, "done")
	delete(d.targets, key)
	d.counted = nil
	d.changed(where, name, before[len(before)-1], about.subjects, into)
	d.shows(where, a, payload)
}

// reply is all that a client gets to see.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// unlike says where two replies differ.
func (r reply) unlike(other reply) string {
	if !bytes.Equal(r.body, other.body) {
		return fmt.Sprintf("%s\nand %s", r.body, other.body)
	}
	return fmt.Sprintf("%d %v\nand %d %v", r.status, r.header, other.status, other.header)
}

func (d *doing) send(a *actor, name string, input map[string]any) reply {
	d.t.Helper()
	f := d.Mutation.Fields.ForName(name)
	selection := d.beneath(f.Type.Name(), "id")
	for _, field := range d.own(f.Type.Name()) {
		if to := d.leadsTo(field); to != "" {
			selection = strings.Replace(selection, field.Name+" { id }", field.Name+" { "+d.all(to)+" }", 1)
		}
	}
	query := fmt.Sprintf("mutation { %s%s }", name, selection)
	var variables map[string]any
	if f.Arguments.ForName("input") != nil {
		query = fmt.Sprintf("mutation($input: %s) { %s(input: $input)%s }", f.Arguments.ForName("input").Type, name, selection)
		variables = map[string]any{"input": input}
	}
	n := d.next()
	a.address = fmt.Sprintf("10.%d.%d.%d:1234", n>>16&255, n>>8&255, n&255)
	return d.raw(a.visitor, query, variables)
}

// raw sends an operation and keeps the cookie.
func (c *country) raw(v *visitor, query string, variables map[string]any) reply {
	v.t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		v.t.Fatal(err)
	}
	response := v.send(http.MethodPost, "application/json", string(body), "Origin", origin, "Sec-Fetch-Site", "same-origin")
	defer func() { _ = response.Body.Close() }()
	for _, cookie := range response.Cookies() {
		v.cookie = cookie
	}
	text, err := io.ReadAll(response.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	header := response.Header.Clone()
	header.Del("X-Request-Id")
	header.Del("Date")
	return reply{response.StatusCode, header, text}
}

// payload is what a mutation answered.
func (d *doing) payload(r reply, name string) map[string]any {
	d.t.Helper()
	var a answer
	decoder := json.NewDecoder(bytes.NewReader(r.body))
	decoder.UseNumber()
	if err := decoder.Decode(&a); err != nil || len(a.Errors) > 0 {
		d.t.Fatalf("%s: %v %s", name, err, r.body)
	}
	return a.Data[name].(map[string]any)
}

func (d *doing) mutate(a *actor, name string, input map[string]any) map[string]any {
	d.t.Helper()
	d.counted = nil
	return d.payload(d.send(a, name, input), name)
}

// hidden compares the refusal about a row that the viewer may not see with that
// about one that is not there: they are the same, byte for byte. It is false for
// a row that they see.
func (d *doing) hidden(where string, a *actor, name, field string, input map[string]any, got reply) bool {
	d.t.Helper()
	id := input[field].(string)
	if len(idsIn(d.must(a, "query($id: ID!) { node(id: $id) { id } }", map[string]any{"id": id}))) > 0 {
		return false
	}
	missing := maps.Clone(input)
	missing[field] = missingID(id)
	if want := d.send(a, name, missing); !reflect.DeepEqual(got, want) {
		d.t.Errorf("%s, who may not see it, is answered otherwise than about one that is not there: %s", where, got.unlike(want))
	}
	return true
}

func (d *doing) must(a *actor, query string, variables map[string]any) map[string]any {
	d.t.Helper()
	return asker(a.answer).must(d.t, query, variables)
}

// missingID is an identifier of the same type that nothing has.
func missingID(id string) string {
	var n int
	_, _ = fmt.Sscan(id, &n)
	return fmt.Sprint(n + 1_000_000)
}

// state counts the rows of all tables but those of throttles, which count
// attempts; the last number is the newest entry of the journal.
func (d *doing) state() []int64 {
	d.t.Helper()
	if d.counted != nil {
		return d.counted
	}
	var parts []string
	for _, table := range migrate.Tables {
		if table.Name != "throttles" {
			parts = append(parts, "(SELECT count(*) FROM "+table.Name+")")
		}
	}
	parts = append(parts, "(SELECT max(id) FROM journal_entries)")
	d.counted = make([]int64, len(parts))
	targets := make([]any, len(parts))
	for i := range d.counted {
		targets[i] = &d.counted[i]
	}
	if err := d.world.store.DB().QueryRowContext(d.t.Context(), "SELECT "+strings.Join(parts, ", ")).Scan(targets...); err != nil {
		d.t.Fatal(err)
	}
	return d.counted
}

// difference says what changed between two states.
func difference(before, after []int64) string {
	var parts []string
	at := 0
	for _, table := range migrate.Tables {
		if table.Name != "throttles" {
			if n := after[at] - before[at]; n != 0 {
				parts = append(parts, fmt.Sprintf("%s %+d", table.Name, n))
			}
			at++
		}
	}
	return strings.Join(parts, ", ")
}

// changed reads what a mutation changed from the journal: only rows of its
// subjects, beside those that it made.
func (d *doing) changed(where, name string, since int64, subjects []int, into *matrix) {
	d.t.Helper()
	rows, err := d.world.store.DB().QueryContext(d.t.Context(), fmt.Sprintf(
		`SELECT entity, entity_id, action, before, after FROM journal_entries WHERE id > %d ORDER BY id`, since))
	if err != nil {
		d.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	mine := map[int]bool{}
	for _, id := range subjects {
		mine[id] = id != 0
	}
	for _, row := range d.client.Consent.Query().Where(consent.HasPersonWith(func(s *entsql.Selector) {
		t := entsql.Dialect(s.Dialect()).Table(entaccount.Table)
		s.Where(entsql.In(s.C("id"), entsql.Dialect(s.Dialect()).Select(t.C(entaccount.FieldPersonID)).From(t).Where(entsql.InInts(t.C("id"), subjects...))))
	})).AllX(viewer.AsSystem(d.t.Context())) {
		mine[row.ID] = true
	}
	for _, row := range d.client.Account.Query().Where(entaccount.IDIn(subjects...)).AllX(viewer.AsSystem(d.t.Context())) {
		mine[row.PersonID] = true
	}
	for rows.Next() {
		var entity, action string
		var id int
		var before, after sql.NullString
		if err := rows.Scan(&entity, &id, &action, &before, &after); err != nil {
			d.t.Fatal(err)
		}
		var image struct {
			Account int `json:"account_id"`
			Person  int `json:"person_id"`
		}
		for _, text := range []sql.NullString{before, after} {
			if text.Valid {
				if err := json.Unmarshal([]byte(text.String), &image); err != nil {
					d.t.Fatal(err)
				}
			}
		}
		if action == "CREATE" {
			mine[id] = image.Account == 0 || mine[image.Account]
		}
		if mine[id] {
			mine[image.Person] = true
		}
		if !mine[id] && !mine[image.Account] {
			d.t.Errorf("%s: %s of %s %d, which it is not about", where, action, entity, id)
		}
		into.writes(name, entity+" "+words(action)+"d")
	}
	if err := rows.Err(); err != nil {
		d.t.Fatal(err)
	}
}

// shows compares what a payload shows with what its reader finds by node, and as
// who asks, afterwards.
func (d *doing) shows(where string, a *actor, payload map[string]any) {
	d.t.Helper()
	for field, value := range payload {
		row, isRow := value.(map[string]any)
		if !isRow {
			continue
		}
		if field == "viewer" {
			if now := d.must(a, "{ viewer"+d.beneath("Viewer", "id")+" }", nil)["viewer"]; !reflect.DeepEqual(value, now) {
				d.t.Errorf("%s: the payload shows who asks as\n%v\nwho is\n%v", where, value, now)
			}
			continue
		}
		id, ok := row["id"].(string)
		if !ok {
			continue
		}
		name := strings.ToUpper(field[:1]) + field[1:]
		now := d.must(a, "query($id: ID!) { node(id: $id) { ... on "+name+" { "+d.all(name)+" } } }", map[string]any{"id": id})["node"]
		if !reflect.DeepEqual(value, now) {
			d.t.Errorf("%s: the payload shows\n%v\nand node\n%v", where, value, now)
		}
	}
}
